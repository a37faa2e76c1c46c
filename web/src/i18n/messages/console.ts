// SPDX-License-Identifier: Apache-2.0
// The console of officers and account representatives, and its forms.
import type { Pair } from '../pair'

export const consoleMessages = {
  'console.action': ['办理', 'Action'],
  'console.sign_in_first': ['办理业务须先登录。', 'Sign in first to act.'],
  'console.role_missing': [
    '当前用户 {user} 没有此项权限，需要角色：{roles}。仍可提交，服务器会给出带编号的拒绝。',
    'User {user} may not give this command; it needs: {roles}. It can still be sent and will be refused with a number.'
  ],
  'console.no_command': ['没有名为 {name} 的命令。', 'There is no command {name}.'],
  'console.batch': ['批量提交', 'Many at once'],
  'console.batch_choose': ['命令文件（NDJSON）', 'File of commands (NDJSON)'],
  'console.batch_hint': [
    '每行一条命令，各带幂等键；同一文件重复提交不会重复执行。最多 10 万条。',
    'A command a line, each with its own idempotency key; the same file given again does nothing twice. At most 100,000.'
  ],
  'console.batch_give': ['提交文件', 'Give the file'],
  'console.batch_working': ['正在提交…', 'Giving…'],
  'console.batch_done': [
    '受理 {accepted} 条（其中 {repeated} 条此前已受理），拒绝 {refused} 条。',
    '{accepted} accepted ({repeated} of them given before), {refused} refused.'
  ],
  'console.batch_refused': ['被拒绝的行', 'Lines that were refused'],
  'console.batch_line': ['行', 'Line'],
  'console.batch_number': ['编号', 'Number'],
  'console.batch_reason': ['原因', 'Why'],
  'console.batch_hidden': ['另有 {count} 行未列出。', '{count} more are not listed.'],
  'console.accepted': ['已受理并入账', 'Accepted and on the books'],
  'console.back': ['回到工作台', 'Back to the console'],
  'console.again': ['再办一笔', 'Another one'],
  'console.estimate_first': [
    '监测报告须附样地表与测算记录的摘要，请先测算：',
    'A report names the digests of a plot table and its estimate; estimate first:'
  ],
  'console.see_estimate': ['查看测算过程', 'See the estimate'],
  'console.same_officer': [
    '您（{user}）提交了本报告。依双人原则，须由另一名经办人复核；您的复核会被拒绝（第 1115 号）。',
    'You ({user}) submitted this report. By the four-eyes rule another officer must confirm it; yours will be refused (no. 1115).'
  ],
  'console.by_you': ['由您提交', 'submitted by you'],
  'console.holdings': ['我的碳票', 'My holdings'],
  'console.no_holdings': ['账户中没有碳票。', 'There are no units on your accounts.'],
  'console.cash': ['我的资金', 'My money'],
  'console.cash_free': ['可用', 'free'],
  'console.cash_held': ['占用（{hold}）', 'held ({hold})'],
  'console.no_cash': ['账户中没有资金；入金由结算经办人登记。', 'There is no money on your accounts; the clearing officer records deposits.'],
  'console.my_trades': ['我的交易', 'My trades'],
  'console.my_certificates': ['我的注销证明', 'My certificates'],
  'console.users': ['用户与授权', 'Users and their roles'],
  'console.group.parties': ['参与方、账户与用户', 'Participants, accounts and users'],
  'console.group.projects': ['项目、核查与签发', 'Projects, verification and issue'],
  'console.group.market': ['挂牌、资金与过户', 'Listings, money and transfer'],
  'console.group.trading': ['市场与交易日', 'Markets and trading days'],
  'console.group.units': ['捐赠、注销、质押与冻结', 'Gifts, retirement, pledges and freezes'],
  'console.group.registries': ['与其他登记系统', 'Other registries'],
  'console.work.verify': ['待核查的报告', 'Reports to verify'],
  'console.work.confirm': ['待复核的报告', 'Reports to confirm'],
  'console.work.issue': ['可签发的报告', 'Reports to issue from'],
  'console.work.register': ['待登记过户的交易', 'Trades awaiting registration'],
  'console.work.listings': ['在挂的挂牌', 'Open listings'],
  'console.work.none': ['没有待办事项。', 'Nothing waits for you.'],
  'form.missing': ['请填写此项。', 'Fill this in.'],
  'form.choose': ['请选择', 'Choose'],
  'form.sending': ['正在提交…', 'Sending…'],
  'form.cancel': ['取消', 'Cancel'],
  'form.approve': ['通过', 'Approve'],
  'form.reject': ['不通过', 'Reject'],
  'form.remove': ['移除', 'Remove'],
  'form.add_lot': ['再加一个批次', 'Add a batch'],
  'form.available': ['可用 {amount}', '{amount} free'],
  'form.final': [
    '此操作不可撤销：碳票将永久退出流通，序列号不再移动。确定办理吗？',
    'This cannot be undone: the units leave circulation for good and their serials never move again. Go on?'
  ],
  'boundary.text': ['坐标或 GeoJSON', 'Coordinates or GeoJSON'],
  'boundary.unreadable': ['无法识别：每行一个“经度，纬度”，或粘贴 GeoJSON 多边形。', 'Cannot be read: one "longitude, latitude" a line, or a GeoJSON polygon.'],
  'boundary.file': ['或选择文件', 'or choose a file'],
  'boundary.map': ['绘制地块：点击添加拐点，双击结束', 'Draw the land: click to add corners, double-click to finish'],
  'boundary.draw': ['也可在图上点击绘制，双击结束；已登记的地块以绿色显示。', 'Or draw on the map: click for corners, double-click to finish. Registered land is green.'],
  'unit.tonnes': ['吨 CO₂e', 't CO₂e'],
  'unit.yuan': ['元', 'CNY'],
  'unit.mu': ['亩', 'mu']
} satisfies Record<string, Pair>
