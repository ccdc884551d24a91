## 打卡卡片
attendance-shift = 班
attendance-my-shift = 我的班
attendance-todays-shift = 今天的班
attendance-no-shift-today = 今天没有排班
attendance-no-shift-hint = 如果是临时来上班，照常打卡，写一句原因就可以。
attendance-do-in = 上班打卡
attendance-do-in-again = 再次上班打卡
attendance-do-out = 下班打卡
attendance-do-out-again = 更新下班时间
attendance-do-break_out = 休息一下
attendance-do-break_in = 结束休息
attendance-out-early-ask = 您的班到 { $end } 结束。现在打下班卡会算早退，要打吗？
attendance-late-now = 班从 { $start } 开始，还没有您的上班卡
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
attendance-already-in = 您 { $time } 已经打过上班卡
attendance-already-out = 您 { $time } 已经打过下班卡
attendance-already-break_out = 您 { $time } 已经开始休息
attendance-already-break_in = 您 { $time } 已经结束休息
attendance-place-geofence-hint = 打卡时会核对您是否在打卡范围内
attendance-place-door-hint = 用手机相机扫门口屏幕上的二维码，或输入屏幕上的 6 位数字。没有也能打卡，由主管核实。
attendance-door-code = 门口屏幕上的 6 位数字
attendance-kind-in = 上班
attendance-kind-out = 下班
attendance-kind-break_out = 休息开始
attendance-kind-break_in = 休息结束

## 班外打卡
attendance-why-about = { $time } 的“{ $kind }”不在您的班内。时间已经留住，请说一下原因。
attendance-why = 原因
attendance-why-usual = 常用原因
attendance-why-overtime = 加班
attendance-why-covering = 临时顶班
attendance-why-swapped = 和同事换了班
attendance-why-forgot-rota = 班表还没更新
attendance-why-send = 打卡
attendance-why-needed = 这次打卡不在您的班内，请写一句原因。

## 没有记录成功
attendance-busy = 同一时间打卡太多，请再点一次；不会重复记录。
attendance-kind-unknown = 不认识这种打卡：只有上班、下班、休息开始和休息结束。
attendance-device-not-bound = 本部门只能用绑定的手机打卡。请在“我 → 设备”里申请绑定这台手机，由主管确认后再打。
attendance-break-before-in = 还没有上班卡，不能开始休息。请先打上班卡。
attendance-no-break = 您没有在休息，所以没有可以结束的休息。

## 需要核实的原因
attendance-reason-out-of-shift = 不在班内的打卡
attendance-reason-no-sent-at = 离线打卡没有带发送时间，无法核对手机的时钟
attendance-came-back-correction = 补卡没有通过：{ $kind } { $at }
attendance-came-back-punch = 打卡没有被认可：{ $kind } { $at }
attendance-came-back-no-note = 主管没有写原因，可以当面问一下。
attendance-came-back-next = 查看并补卡
