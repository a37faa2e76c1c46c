// SPDX-License-Identifier: Apache-2.0
// A directory of one's own.
#include "base/temporary_directory.h"

#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>
#include <system_error>

#include "base/check.h"

namespace tanshu {
namespace {

/// Lets ext4 put the directories made in this one in places of the disk that follow from their
/// names. Beside those of a run that has just ended it would look, for each file that is made, at
/// every one that was removed there in the last minutes. Other file systems know no such wish.
void spread_directories(const std::string& directory) {
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return;
  int flags = 0;
  if (::ioctl(descriptor, FS_IOC_GETFLAGS, &flags) == 0) {
    flags |= FS_TOPDIR_FL;
    static_cast<void>(::ioctl(descriptor, FS_IOC_SETFLAGS, &flags));
  }
  ::close(descriptor);
}

}  // namespace

TemporaryDirectory::TemporaryDirectory(std::string_view what) {
  std::string name = (std::filesystem::temp_directory_path() / "tanshu-").string();
  name.append(what).append("-XXXXXX");
  CHECK(mkdtemp(name.data()) != nullptr);
  spread_directories(name);
  CHECK(::chmod(name.c_str(), 0711) == 0);  // who is given the inner one may pass through
  const std::filesystem::path outer = name;
  path_ = outer / outer.filename();
  CHECK(::mkdir(path_.c_str(), 0700) == 0);
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;  // a destructor has nobody to tell
  std::filesystem::remove_all(path_.parent_path(), ignored);
}

}  // namespace tanshu
