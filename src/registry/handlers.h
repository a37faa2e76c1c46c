// SPDX-License-Identifier: Apache-2.0
// The registry's commands. Each handler checks everything, then changes everything: a refusal
// leaves no trace.
#pragma once

#include "ledger/book.h"
#include "protocol/context.h"
#include "registry/registry.h"

namespace tanshu::registry {

// parties.cc
Verdict<void> open_cell(const OpenCell&, const Context&, Registry&, Events&);
Verdict<void> register_participant(const RegisterParticipant&, const Context&, Registry&, Events&);
Verdict<void> authorise_user(const AuthoriseUser&, const Context&, Registry&, Events&);
Verdict<void> set_user_state(const SetUserState&, const Context&, Registry&, Events&);
Verdict<void> open_account(const OpenAccount&, const Context&, const Registry&, ledger::Book&,
                           Events&);

// projects.cc
Verdict<void> register_project(const RegisterProject&, const Context&, Registry&, Events&);
Verdict<void> submit_report(const SubmitReport&, const Context&, Registry&, Events&);
Verdict<void> verify_report(const VerifyReport&, const Context&, Registry&, Events&);
Verdict<void> confirm_report(const ConfirmReport&, const Context&, Registry&, Events&);

// issuance.cc
Verdict<void> issue_batch(const IssueBatch&, const Context&, Registry&, ledger::Book&, Events&);
Verdict<void> release_buffer(const ReleaseBuffer&, const Registry&, ledger::Book&, Events&);
Verdict<void> import_batch(const ImportBatch&, const Context&, Registry&, ledger::Book&, Events&);
Verdict<void> export_units(const ExportUnits&, const Context&, Registry&, ledger::Book&, Events&);

// disposal.cc
Verdict<void> give_units(const GiveUnits&, const Context&, Registry&, ledger::Book&, Events&);
Verdict<void> retire_units(const RetireUnits&, const Context&, Registry&, ledger::Book&, Events&);

// encumbrance.cc
Verdict<void> pledge_units(const PledgeUnits&, const Context&, Registry&, ledger::Book&, Events&);
Verdict<void> release_pledge(const ReleasePledge&, const Context&, Registry&, ledger::Book&,
                             Events&);
Verdict<void> freeze_units(const FreezeUnits&, const Context&, Registry&, ledger::Book&, Events&);
Verdict<void> release_freeze(const ReleaseFreeze&, Registry&, ledger::Book&, Events&);

}  // namespace tanshu::registry
