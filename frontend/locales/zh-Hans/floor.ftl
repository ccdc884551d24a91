## 今日
floor-greeting-night = 夜深了，{ $name }
floor-greeting-morning = 早上好，{ $name }
floor-greeting-noon = 中午好，{ $name }
floor-greeting-afternoon = 下午好，{ $name }
floor-greeting-evening = 晚上好，{ $name }
floor-next = 接下来
floor-next-shift = 下一个班 · { $day }
floor-no-next-shift = 接下来两周还没有排班
floor-no-next-shift-why = 班表发布后会显示在这里
floor-elsewhere = 你不需要打卡
floor-elsewhere-why = 你的岗位不在考勤名单上。可以从下面进入你的工作。

## 在岗的人
floor-on-now = 现在在岗
floor-present-of = { $present } / { $expected } 人
floor-since = { $time } 起
floor-not-here-yet = 未到
floor-nobody-now = 现在没有人排班，也没有人打卡。有人上班打卡后会立刻显示在这里。

## 现场看板
floor-change-rota = 调整班表
floor-everybody = 今天的每个人
floor-name = 姓名
floor-shift = 班
floor-punch = 打卡
floor-state = 状态
floor-no-shift = 未排班
floor-no-punch = 还没有打卡
floor-on-time = 准时
floor-was-late = 迟到 { $minutes } 分
floor-unverified = 位置未核实
floor-waits = 待审核
floor-state-late = 迟到 { $minutes } 分
floor-state-absent = 没有来
floor-state-present = 在岗
floor-state-break = 休息中
floor-state-extra = 班外在岗
floor-state-left = 已离开
floor-state-pause = 班间
floor-state-later = { $time } 到岗
floor-state-gone = 已下班
floor-present-expected = 在岗 / 应到
floor-besides = 另有 { $count } 人班外在岗
floor-nobody-expected = 此刻没有排班
floor-all-here = 都到了
floor-missing-count = 还差 { $count } 人
floor-late-now = 现在迟到
floor-late-who = { $name } 迟到 { $minutes } 分
floor-nobody-late = 没有人迟到
floor-on-break = 休息中
floor-nobody-on-break = 没有人在休息
floor-still-to-come = 今天还要来
floor-next-comes = { $name } { $time }
floor-nobody-to-come = 今天的人都到过了
floor-comma = 、
floor-nobody-today = 今天没有排班，也没有人打卡
floor-nobody-today-why = 发布班表后，当天的每个人都会出现在这里；没有排班的人打卡后也会出现。

## 今天的人手
floor-band = 今天的人手
floor-band-minimum = { $start }–{ $end } 至少 { $count } 人
floor-band-described = 按时间排列的排班人数，{ $holes } 段不足
floor-hole = { $start }–{ $end } 只有 { $present } 人，需要 { $needed } 人
floor-hole-ask = 可以请：{ $names }
floor-band-from = 从
floor-band-to = 到
floor-band-people = 人数
floor-band-needed = 需要
