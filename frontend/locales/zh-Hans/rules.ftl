## 出勤结果
rules-status-present = 出勤
rules-status-late = 迟到
rules-status-early = 早退
rules-status-late-early = 迟到并早退
rules-status-absent = 旷工
rules-status-leave = 请假
rules-status-rest = 休息
rules-status-missing-in = 缺上班卡
rules-status-missing-out = 缺下班卡

## 打卡种类
rules-punch-in = 上班
rules-punch-out = 下班
rules-punch-break-out = 离岗
rules-punch-break-in = 回岗

## 假别
rules-leave-kind-personal = 事假
rules-leave-kind-sick = 病假
rules-leave-kind-marriage = 婚假
rules-leave-kind-bereavement = 丧假
rules-leave-kind-statutory = 法定假日
rules-leave-kind-compensatory = 调休
rules-leave-kind-trip = 公出
rules-leave-kind-other = 其他假
rules-leave-state-approved = 已批准
rules-leave-state-pending = 待批准

## 为什么是这个结果
rules-reason-on-time = 按时到岗。
rules-reason-stayed = 下班时间到了才离开。
rules-reason-late =
    { $minutes ->
        [0] { $start } 上班，{ $came } 打卡，迟到不到一分钟。
       *[other] { $start } 上班，{ $came } 打卡，迟到 { $minutes } 分钟。
    }
rules-reason-not-come-yet = { $start } 上班，到现在还没有打卡，已过 { $minutes } 分钟。
rules-reason-segment-missed = { $start } 至 { $end } 这一段没有人在岗，共 { $minutes } 分钟。
rules-reason-early =
    { $minutes ->
        [0] { $end } 下班，{ $left } 离开，早退不到一分钟。
       *[other] { $end } 下班，{ $left } 离开，早退 { $minutes } 分钟。
    }
rules-reason-early-is-absence = 本部门规定：早退当天按旷工处理。
rules-reason-late-absence = 迟到达到 { $limit } 分钟，这段时间没有批准的假，按旷工处理。
rules-reason-early-absence = 早退达到 { $limit } 分钟，这段时间没有批准的假，按旷工处理。
rules-reason-away = { $left } 起离岗 { $minutes } 分钟，没有批准的假。
rules-reason-away-absence = 离岗达到 { $limit } 分钟而未经批准，按旷工处理。
rules-reason-overstayed = 假期到 { $ended } 为止，超出 { $minutes } 分钟才回岗，超出部分按旷工处理。
rules-reason-no-punch = 没有打卡，也没有批准的假、公出或补卡。
rules-reason-punches-outside = 有打卡，但都不在班次时间之内。
rules-reason-missing-in = 到 { $at } 为止缺一次到岗打卡，请申请补卡。
rules-reason-missing-out = 到 { $at } 为止缺一次离岗打卡，请申请补卡。
rules-reason-leave =
    { $kind ->
        [personal] { $start } 至 { $end } 事假已批准。
        [sick] { $start } 至 { $end } 病假已批准。
        [marriage] { $start } 至 { $end } 婚假已批准。
        [bereavement] { $start } 至 { $end } 丧假已批准。
        [statutory] { $start } 至 { $end } 为法定假日。
        [compensatory] { $start } 至 { $end } 调休已批准。
        [trip] { $start } 至 { $end } 公出已批准。
       *[other] { $start } 至 { $end } 请假已批准。
    }
rules-reason-leave-pending =
    { $kind ->
        [personal] { $start } 至 { $end } 的事假还没有批准，暂不计算。
        [sick] { $start } 至 { $end } 的病假还没有批准，暂不计算。
        [compensatory] { $start } 至 { $end } 的调休还没有批准，暂不计算。
        [trip] { $start } 至 { $end } 的公出还没有批准，暂不计算。
       *[other] { $start } 至 { $end } 的假还没有批准，暂不计算。
    }
rules-reason-rest = 当天没有排班，不作考核。
rules-reason-rest-punched = 当天休息但有打卡：经批准并登记的加班才能换调休。
rules-reason-not-begun = 班次 { $start } 开始，还没有到时间。

## 离线打卡（R-ATT-8）
rules-offline-clock = 手机时钟与服务器相差 { $seconds } 秒，需由经理确认。
rules-offline-too-old = 这次打卡在手机里放了 { $hours } 小时，超过 { $limit } 小时，需由经理确认。
rules-offline-from-the-future = 打卡时间晚于发送时间，需由经理确认。

## 打卡地点
rules-place-no-fix = 手机没有给出位置。
rules-place-no-site = 部门还没有设置打卡地点。
rules-place-inaccurate =
    { $accuracy ->
        [0] 手机没有说明定位精度，无法核实位置。
       *[other] 定位误差 { $accuracy } 米，超过 { $limit } 米，无法核实位置。
    }
rules-place-too-far = 距最近的打卡地点 { $distance } 米，超出 { $radius } 米的范围。
rules-place-no-door-code = 没有扫描门口的二维码。
rules-place-wrong-door-code = 门口的二维码不对或已经过期。

## 处理建议（R-ATT-10），由经理决定
rules-penalty-fine = 本年第 { $number } 次旷工，建议扣款 { $amount } 元。
rules-penalty-day-pay = 旷工当天不计工资。
rules-penalty-dismissal-row = 连续旷工 { $count } 个工作日，建议辞退。
rules-penalty-dismissal-month = 当月旷工 { $count } 天，建议辞退。
rules-penalty-dismissal-year = 本年旷工 { $count } 天，建议辞退。
rules-penalty-left-row = 连续旷工 { $count } 个工作日，建议按自动离职处理。
rules-penalty-left-month = 当月旷工 { $count } 天，建议按自动离职处理。
rules-penalty-left-year = 本年旷工 { $count } 天，建议按自动离职处理。

## 休息日（R-ROTA-3）
rules-rest-too-few = 这一周只休 { $free } 天，应休 { $needed } 天。
rules-rest-too-many = 这一周休 { $free } 天，应休 { $needed } 天。
rules-rest-wrong-weekday = 休息日不在规定的星期几。

## 试算输入有误
rules-input-not-an-object = { $path }：应是一个 JSON 对象。
rules-input-unknown-key = { $path }：没有这一项；可用的有 { $known }。
rules-input-missing = { $path }：缺少这一项。
rules-input-not-a-list = { $path }：应是一个列表。
rules-input-segment-shape = { $path }：一段要写成 ["开始", "结束"]。
rules-input-punch-shape = { $path }：一次打卡要写成 ["时间", "种类"]。
rules-input-leave-shape = { $path }：一次请假要写成 ["开始", "结束", "假别", "状态"]。
rules-input-segments-overlap = { $path }：与前一段重叠，或没有按时间先后排列。
rules-input-ends-before-start = { $path }：{ $end } 不晚于 { $start }；过了午夜请加 +1，如 "02:00+1"。
rules-input-bad-time = { $path }：“{ $given }”不是时间；请写成 "08:30"、"08:30:15" 或 "00:10:00+1"。
rules-input-bad-date = { $path }：“{ $given }”不是日期；请写成 "2026-11-02"。
rules-input-not-one-of = { $path }：“{ $given }”不在可用的值之中：{ $known }。

## 规则文件有误
rules-preset-toml-two-in-a-line = 一行只能写一项，这里多出了内容；也可能少了引号或逗号。
rules-preset-toml-statement = 这一行看不懂：应写成 [小节] 或 键 = 值。
rules-preset-toml-unclosed = 列表或大括号没有写完：少了逗号，或少了 ] 或 { "}" }。
rules-preset-toml-quotes = 引号没有成对；文字要放在一对英文引号里，写在同一行。
rules-preset-toml-backslash = 引号里的反斜杠写法不对；要写反斜杠本身，请写两个。
rules-preset-toml-twice = 同一项或同一小节写了两次。
rules-preset-toml-value = 等号后面的值看不懂：文字要加英文引号，数字不加，真假写 true 或 false。
rules-preset-toml-character = 这里有不能出现的字符。
rules-preset-not-a-table = 应是一组“键 = 值”。
rules-preset-not-a-list = 应是一个列表。
rules-preset-list-length = 这个列表应正好有 { $count } 项。
rules-preset-not-a-number = 应是一个整数。
rules-preset-not-true-or-false = 应是 true 或 false。
rules-preset-not-text = 应是引号里的文字。
rules-preset-empty = 不能为空。
rules-preset-unknown-key = 没有这一项；可用的有 { $known }。
rules-preset-missing-key = 缺少这一项。
rules-preset-not-one-of = “{ $given }”不在可用的值之中：{ $known }。
rules-preset-out-of-range = { $given } 超出范围，应在 { $low } 与 { $high } 之间。
rules-preset-bad-code = 代号只能用字母、数字、- 和 _，以字母或数字开头，最多 40 个字符。
rules-preset-bad-time = “{ $given }”不是时间；请写成 "08:30"，次日写成 "02:00+1"。
rules-preset-bad-amount = “{ $given }”不是金额；请写成 "100.00" 这样的文字，最多两位小数。
rules-preset-unknown-zone = 没有名为“{ $given }”的时区。
rules-preset-unknown-permission = 没有名为“{ $given }”的权限。
rules-preset-unknown-role = 没有名为“{ $given }”的角色。
rules-preset-unknown-post = 没有名为“{ $given }”的岗位。
rules-preset-unknown-shift = 没有名为“{ $given }”的班次。
rules-preset-nobody-in-charge = 至少要有一个角色能修改部门规则（department.rules），否则以后谁也改不了。
rules-preset-superior-circle = 上级关系绕成了圈：“{ $given }”最终又归自己管。
rules-preset-segment-ends-before-start = { $end } 不晚于 { $start }；过了午夜请加 +1，如 "02:00+1"。
rules-preset-segments-overlap = { $start } 至 { $end } 与前一段重叠，或没有按时间先后排列。
rules-preset-segment-starts-another-day = 班次属于开始的那一天，第一段不能从 { $start } 开始。
rules-preset-segments-too-long = 到 { $end } 为止超过 24 小时，会与次日的同一班次重叠。
rules-preset-break-too-long = 用餐时间应短于班次的 { $minutes } 分钟。
rules-preset-pattern-kind = 轮换方式只有 weeks（按周轮换）和 turns（依次轮值）。
rules-preset-pattern-seven-days = 每一行应有七天，从周一到周日，休息写 "-"。
rules-preset-pattern-one-row = 依次轮值只写一行。
rules-preset-pattern-one-code = 按周轮换时每天只写一个班次代号，休息写 "-"。
rules-preset-deadlines-out-of-order = 截单、出库、打包的时间应依次递增。
rules-preset-closes-before-it-opens = 热线结束时间应晚于开始时间。
rules-preset-warns-too-early = 提醒时间应短于联系客户的时限。

## 权限
permission-attendance-punch = 自己打卡
permission-attendance-view = 查看大家的考勤
permission-attendance-correct = 替人申请补卡
permission-attendance-decide = 审批补卡和待核实的打卡
permission-floor-view = 查看现场看板
permission-rota-view = 查看班表
permission-rota-edit = 排班
permission-rota-publish = 发布班表
permission-people-view = 查看人员
permission-hotline-view = 查看热线转接到谁
permission-hotline-take = 接管热线
permission-hotline-manage = 设置热线、接听顺序和值班
permission-calls-handle = 回拨未接来电
permission-orders-work = 领取订单、联系客户、核对订单
permission-orders-after-sales = 登记退换货、退款和投诉
permission-orders-view = 查看和搜索全部订单
permission-orders-take-in = 导入订单、连接店铺
permission-orders-manage = 改派订单、管理订单队列
permission-orders-finance = 核对异常付款
permission-orders-verify = 校验订单和封存文件
permission-calls-view = 查看和导出通话记录
permission-messages-manage = 设置消息通知谁、怎么通知
permission-duties-hand-over = 填写和确认交接班
permission-people-invite = 邀请人员
permission-people-manage = 管理人员、岗位和设备
permission-people-import = 批量导入人员
permission-people-level-marketing = 以市场总监身份批准权限级别变更
permission-people-level-it = 以 IT 身份批准权限级别变更
permission-people-level-general = 以总经理身份批准特殊权限
permission-department-rules = 修改部门规则
permission-audit-view = 查看操作记录
permission-audit-verify = 核验操作记录
permission-company-manage = 管理公司和各部门
