## 打卡卡片
attendance-shift = 班
attendance-my-shift = 我的班
attendance-todays-shift = 今天的班
attendance-no-shift-today = 今天没有排班
attendance-server-time = 以服务器时间为准；没有网络也能打卡
attendance-no-shift-hint = 如果是临时来上班，照常打卡，写一句原因就可以。
attendance-do-in = 上班打卡
attendance-do-in-again = 再次上班打卡
attendance-do-out = 下班打卡
attendance-do-out-again = 更新下班时间
attendance-do-break_out = 休息一下
attendance-do-break_in = 结束休息
attendance-out-early-ask = 你的班到 { $end } 结束。现在打下班卡会算早退，要打吗？
attendance-late-now = 班从 { $start } 开始，还没有你的上班卡
attendance-last-in = { $time } 上班
attendance-last-out = { $time } 下班
attendance-last-break_out = { $time } 开始休息
attendance-last-break_in = { $time } 休息结束
attendance-recorded-in = 上班卡已记录：{ $time }
attendance-recorded-out = 下班卡已记录：{ $time }。辛苦了！
attendance-recorded-break_out = 休息从 { $time } 开始
attendance-recorded-break_in = 休息到 { $time } 结束
attendance-recorded-waits-in = 上班卡已记录：{ $time }，等主管核实
attendance-recorded-waits-out = 下班卡已记录：{ $time }，等主管核实
attendance-recorded-waits-break_out = 休息开始已记录：{ $time }，等主管核实
attendance-recorded-waits-break_in = 休息结束已记录：{ $time }，等主管核实
attendance-already-in = 你 { $time } 已经打过上班卡
attendance-already-out = 你 { $time } 已经打过下班卡
attendance-already-break_out = 你 { $time } 已经开始休息
attendance-already-break_in = 你 { $time } 已经结束休息
attendance-place-geofence-hint = 打卡时会核对你是否在打卡范围内
attendance-place-door-hint = 用手机相机扫门口屏幕上的二维码，或输入屏幕上的 6 位数字。没有也能打卡，由主管核实。
attendance-door-code = 门口屏幕上的 6 位数字
attendance-kind-in = 上班
attendance-kind-out = 下班
attendance-kind-break_out = 休息开始
attendance-kind-break_in = 休息结束

## 班外打卡
attendance-why-about = { $time } 的“{ $kind }”不在你的班内。时间已经留住，请说一下原因。
attendance-why = 原因
attendance-why-usual = 常用原因
attendance-why-overtime = 加班
attendance-why-covering = 临时顶班
attendance-why-swapped = 和同事换了班
attendance-why-forgot-rota = 班表还没更新
attendance-why-send = 打卡
attendance-why-needed = 这次打卡不在你的班内，请写一句原因。

## 没有记录成功
attendance-busy = 同一时间打卡太多，请再点一次；不会重复记录。
attendance-kind-unknown = 不认识这种打卡：只有上班、下班、休息开始和休息结束。
attendance-device-not-bound = 本部门只能用绑定的手机打卡。请在“我 → 设备”里申请绑定这台手机，由主管确认后再打。
attendance-break-before-in = 还没有上班卡，不能开始休息。请先打上班卡。
attendance-no-break = 你没有在休息，所以没有可以结束的休息。

## 需要核实的原因
attendance-reason-out-of-shift = 不在班内的打卡
attendance-reason-no-sent-at = 离线打卡没有带发送时间，无法核对手机的时钟
attendance-came-back-correction = 补卡没有通过：{ $kind } { $at }
attendance-came-back-punch = 打卡没有被认可：{ $kind } { $at }
attendance-came-back-no-note = 主管没有写原因，可以当面问一下。
attendance-came-back-next = 查看并补卡

## 等待决定
attendance-waiting = 等你决定
attendance-nothing-waits = 没有要处理的
attendance-nothing-waits-why = 补卡申请、位置未核实和班外的打卡会出现在这里。
attendance-asks-correction = 申请补卡 · { $kind }
attendance-punched = 打卡 · { $kind }
attendance-on-map = 在地图上看 { $name } 的打卡位置
attendance-note = 备注（可不填）
attendance-refuse-punch = 不认可
attendance-refuse-correction = 退回
attendance-accept-punch = 认可
attendance-accept-correction = 批准
attendance-own-decision = 这是你自己的，需要由另一位主管决定（R-APPR-2）。
attendance-already-decided = 已经有人处理过了，列表已更新。
attendance-nothing-to-decide = 这次打卡不需要核实。

## 我的考勤
attendance-my-month = 我的考勤
attendance-my-month-about = 每天的结果和原因，补卡
attendance-asked-count = { $count } 条补卡等待处理
attendance-month-before = 上个月
attendance-month-after = 下个月
attendance-month-described = { $month }每天的考勤，下面的列表写着同样的内容
attendance-days = 每天的结果
attendance-in-progress = 进行中
attendance-source-correction = 补卡
attendance-early-by = 早退 { $minutes } 分
attendance-month-empty = 这个月还没有考勤
attendance-month-empty-why = 有班或打过卡的日子会出现在这里。
attendance-correct = 补卡
attendance-correct-kind = 漏打的是
attendance-correct-day = 日期
attendance-correct-time = 时间
attendance-correct-why = 原因
attendance-correct-why-hint = 例如：忘记打卡，同事可以证明。由另一位主管批准后生效。
attendance-correct-send = 提交补卡
attendance-correction-why-needed = 请写一下为什么漏打。
attendance-correction-in-future = 补卡的时间不能在将来。
attendance-correction-too-old = 只能补最近两个月内的卡。
attendance-correction-day-needed = 请选择日期。
attendance-correction-time-needed = 请填写时间，例如 08:30。
attendance-asked = 我的补卡
attendance-outcome-waiting = 等待处理
attendance-outcome-approved = 已批准
attendance-outcome-rejected = 未通过
attendance-outcome-withdrawn = 已撤回
attendance-withdraw = 撤回

## 部门的一天
attendance-day-before = 前一天
attendance-day-after = 后一天
attendance-day-empty = 这一天没有班，也没有人打卡
attendance-day-empty-why = 用上面的箭头看别的日子。

## 打卡地点
attendance-places = 打卡地点
attendance-policy-none = 本部门不核对打卡地点。可以在“规则”里改为核对位置或门口的码。
attendance-policy-geofence = 本部门核对位置：在下面任一打卡范围内就算核实；核实不了的照样记录，由主管处理。
attendance-policy-door = 本部门核对门口屏幕上的码：扫码或输入 6 位数字；没有码的照样记录，由主管处理。
attendance-doors = 门口屏幕
attendance-doors-about = 找一台旧平板放在门口，打开它的专用地址。二维码和 6 位数字每 30 秒换一次。
attendance-door-ready = “{ $name }”的专用地址
attendance-door-once = 这个地址只显示这一次。请现在就在门口的屏幕上打开，或扫下面的码。
attendance-door-name = 名称
attendance-door-name-example = 例如：仓库北门
attendance-door-add = 添加门口屏幕
attendance-door-end = 停用
attendance-door-end-ask = 停用“{ $name }”？它的屏幕会立刻失效。
attendance-door-how = 用手机相机扫码打卡，或在当班里输入这 6 位数字
attendance-door-offline = 屏幕没有网络，这个码已过期。网络恢复后会自动更新；打卡可以照常进行，由主管核实。
attendance-at-the-door = 门口打卡
attendance-door-scanned = 门口的码已经带上，点一下就好。
attendance-door-type = 请输入门口屏幕上的 6 位数字。
attendance-sites = 打卡范围
attendance-sites-about = 以一个点为圆心。手机定位精度在 { $accuracy } 米以内才算核实。
attendance-site-name = 名称
attendance-site-latitude-label = 纬度
attendance-site-longitude-label = 经度
attendance-site-radius-label = 半径（米）
attendance-site-add = 添加打卡范围
attendance-site-end = 删除
attendance-site-end-ask = 删除打卡范围“{ $name }”？以前核实过的打卡不变。
attendance-site-latitude = 纬度应在 -90 到 90 之间。
attendance-site-longitude = 经度应在 -180 到 180 之间。
attendance-site-radius = 半径应在 20 到 5000 米之间。
attendance-site-needs-position = 请填写纬度和经度。
attendance-name-needed = 请填写名称。
attendance-metres = 半径 { $count } 米

## 按规则会怎样
attendance-judge = 按规则会怎样？
attendance-judge-about = 写下一天的班、打卡和请假，看规则怎么判。判真实的日子用的是同一套规则。
attendance-judge-rules = 用哪套规则
attendance-judge-own = 本部门的规则
attendance-judge-day = 这一天（JSON）
attendance-judge-hint = 打卡写 in、out、break_out、break_in；"00:10:00+1" 是午夜之后；请假写 approved 或 pending。
attendance-judge-ask = 判一下
attendance-judge-verdict = 结果
attendance-judge-empty = 还没有结果
attendance-judge-empty-why = 已经填了一个例子，点“判一下”试试。
attendance-judge-bad = { $text }
attendance-judge-not-json = 第 { $line } 行第 { $column } 个字符处不是 JSON。
attendance-judge-preset = 没有这套规则。可选：{ $known }
