# 消息：谁、什么时候、怎么被告知

message-hotline-duty-title = 热线值班，请确认
message-hotline-duty-body = { $start } 起 400 热线转到你的手机，到 { $end }。请点“知道了”确认。
message-hotline-duty-push = 该你值热线了，请确认。
message-hotline-hole-title = 热线没有人值班
message-hotline-hole-body = { $start } 到 { $end } 没有排人接热线，先按备用名单转接。请安排一个人。
message-hotline-hole-push = 热线有一段时间没人值班，请安排。
message-hotline-drift-title = 热线转接不对
message-hotline-drift-body = 应转到 { $wanted }，电话系统里是 { $found }，正在自动改回。请看一下。
message-hotline-drift-push = 热线转接和计划不一样，正在自动改回。
message-hotline-taken-title = 热线有人接手了
message-hotline-taken-body = { $name } 接手热线到 { $end }，这段时间电话不会转给你。
message-hotline-taken-push = 热线有人接手，电话不再转给你。
message-hotline-assigned-title = 给你安排了热线值班
message-hotline-assigned-body = { $start } 到 { $end } 由你接热线，开始前会请你确认。
message-hotline-assigned-push = 给你安排了热线值班。
message-hotline-unconfirmed-title = 热线值班没人确认
message-hotline-unconfirmed-body = { $start } 开始的值班没有人确认。来电仍按计划先转 { $name }，没接再按备用名单转。请打电话问一下。
message-hotline-unconfirmed-push = 热线值班没人确认，请看一下。
message-hotline-away-title = 热线的电话系统没有回应
message-hotline-away-body = 从 { $since } 起没有回应。来电按最后一次的安排转接，恢复之前的改动到不了。
message-hotline-away-push = 热线的电话系统没有回应，来电按最后一次的安排转接。
message-hotline-repaired-title = 热线恢复正常
message-hotline-repaired-body = { $since } 起的问题已经修好。
message-hotline-repaired-push = 热线恢复正常。
message-hotline-missed-call-title = 热线有未接来电
message-hotline-missed-call-body = { $caller } 在 { $called } 打来，没有接到。请回电。
message-hotline-missed-call-push = 有一个电话没接到，请回电。
message-hotline-callback-overdue-title = 回电已超时
message-hotline-callback-overdue-body = { $caller } 在 { $called } 的来电还没有人回。
message-hotline-callback-overdue-push = 有一个未接来电还没有人回。
message-order-warning-title = 订单快超时了
message-order-warning-body = 尾号 { $number } 的订单还没有联系上客户，最晚 { $due }。
message-order-warning-push = 你手上有一单快超时了，请联系客户。
message-order-missed-title = 有订单超时没联系上
message-order-missed-body = 尾号 { $number } 的订单到 { $due } 还没有联系上客户（{ $name }）。
message-order-missed-push = 有一单超时没有联系上客户。
message-order-call-due-title = 约好的电话到时间了
message-order-call-due-body = 尾号 { $number } 的订单，客户约在 { $due }，请打过去。
message-order-call-due-push = 有一个约好的电话到时间了。
message-order-handed-title = 分给你一单
message-order-handed-body = 尾号 { $number } 的订单，请在 { $due } 前联系客户。
message-order-handed-push = 分给你一单，请联系客户。
message-order-problem-title = 有订单问题要处理
message-order-problem-body = 尾号 { $number } 的订单（{ $point ->
     [address] 地址
     [phone] 电话
     [goods] 商品或数量
     [payment] 付款
     [stock] 缺货
    *[note] 买家备注
 }），请在 { $due } 前处理好。
message-order-problem-push = 有一个订单问题等你处理。
message-order-problem-overdue-title = 订单问题超时未处理
message-order-problem-overdue-body = 尾号 { $number } 的订单（{ $point ->
     [address] 地址
     [phone] 电话
     [goods] 商品或数量
     [payment] 付款
     [stock] 缺货
    *[note] 买家备注
 }），应在 { $due } 前处理好，现在还没有。
message-order-problem-overdue-push = 有订单问题超时未处理。
message-order-case-due-title = 售后超时未处理
message-order-case-due-body = { $case ->
     [exchange] 换货
     [refund] 退款
     [complaint] 投诉
     [review] 差评
     [follow-up] 回访
    *[return] 退货
 }（{ $number ->
     [none] 没有订单号
    *[other] 订单尾号 { $number }
 }），应在 { $due } 前处理完。
message-order-case-due-push = 有一件售后超时了，请处理。
message-order-case-handed-title = 交给你一件售后
message-order-case-handed-body = { $name } 交给你一件{ $case ->
     [exchange] 换货
     [refund] 退款
     [complaint] 投诉
     [review] 差评
     [follow-up] 回访
    *[return] 退货
 }（{ $number ->
     [none] 没有订单号
    *[other] 订单尾号 { $number }
 }），请在 { $due } 前处理完。
message-order-case-handed-push = 交给你一件售后。
message-order-calls-planned-title = 安排了回访
message-order-calls-planned-body = { $name } 给你安排了 { $count } 个回访，请在 { $due } 前打完。
message-order-calls-planned-push = 给你安排了回访。
message-phone-unreachable-title = 有同事的手机收不到消息
message-phone-unreachable-body = { $name } 的手机收不到推送，有急事请打电话。
message-phone-unreachable-push = 有同事的手机收不到推送。
message-handover-due-title = 该写交接了
message-handover-due-body = 你的班 { $end } 结束，交接单已经列好，请看一遍并确认。
message-handover-due-push = 快下班了，请确认交接。
message-handover-waiting-title = 请接班
message-handover-waiting-body = { $end } 结束的班，交接单已经列好，请看一遍并接班。
message-handover-waiting-push = 有一份交接等你接班。
message-handover-unconfirmed-title = 交接没有人确认
message-handover-unconfirmed-body = { $end } 结束的班，交接还没有双方确认。
message-handover-unconfirmed-push = 有一份交接没有确认。
message-attendance-waiting-title = 有打卡等你看
message-attendance-waiting-body = { $name } 的一次打卡需要你认可。
message-attendance-waiting-push = 有一次打卡需要你认可。
message-rota-published-title = 你的班表有变动
message-rota-published-body = { $month } 的班表发布了，你有 { $days } 天变动。
message-rota-published-push = 班表发布了，你的班有变动。
message-audit-head-title = 操作记录今日封存
message-audit-head-body = { $day } 封存到第 { $seals } 批，校验码 { $head }；订单封存校验码 { $orders }，最近一份当日订单存档 { $saved }。请留存这条消息。
message-audit-head-push = 操作记录已封存。
message-order-day-not-saved-title = 当日订单没有存档
message-order-day-not-saved-body = { $why ->
    [full] { $day } 的订单还没有存档：服务器磁盘已满。清理空间后会自动补存。
    [failed] { $day } 的订单还没有存档：程序出错。请告诉数据管理员，原因在 worker 的日志里；系统每分钟重试。
   *[other] { $day } 的订单还没有存档：存档文件夹写不进去。请找数据管理员处理，之后会自动补存。
}
message-order-day-not-saved-push = 当日订单没有存档，请尽快处理。
message-test-title = 测试消息
message-test-body = 收到这条，说明这台手机能被叫到。
message-test-push = 收到这条，说明这台手机能被叫到。

messages-over = 这件事已经过去，不用再确认。
messages-fault-channel = 没有“{ $given }”这种渠道，请从列表里选。
messages-fault-who = 不认识“{ $given }”，请从列表里选人。
messages-fault-twice = 同一项只能写一次，请去掉重复的。
messages-fault-no-step = 至少要有一步能叫到没开着页面的人。
messages-fault-too-soon = 至少等 1 分钟再告诉下一个人。
messages-fault-many = 最多 { $most } 步，请去掉几步。
messages-fault-time = 时间在 0 到 { $most } 小时之间，请改一下。

messages-understood = 知道了
messages-bundle = { $count } 条新消息
messages-for = { $names }：
messages-robot-test = 【测试】当班能在这个群里说话了。

messages-name-needed = 请起个名字，大家好认。
messages-robot-vendor = 请选企业微信、钉钉或飞书。
messages-robot-group = 请选这个群里有谁。
messages-robot-address = 地址不对。请从群机器人的设置里完整复制 Webhook 地址。
messages-provider-channel = 请选短信或电话。
messages-provider-wrong = 这样发不出去：{ $why }。请对照服务商的文档改一下。
messages-provider-no-number = 测试会发到你的手机，请先验证你的手机号。

# 我的消息
messages-title = 消息
messages-look = 看看
messages-comma = 、
messages-also = 也告诉了 { $names }
messages-wait-title = 等你确认
messages-more-wait = 还有 { $count } 条等你确认
messages-others = 其他消息
messages-unread = 未读
messages-you-understood = 你在 { $at } 确认了
messages-answered-by = { $name } 已经处理
messages-is-over = 已经过去
messages-earlier = 更早的
messages-empty = 还没有消息
messages-empty-why = 有事要告诉你时，会出现在这里，也会发到你的手机。
messages-choices = 消息设置
messages-choices-why = 哪些消息可以打扰你，什么时候安静
messages-quiet = { $from } 到 { $until } 是安静时间：不在班时，普通消息等到时间过了再发。紧急的照样叫你。
messages-no-quiet = 部门没有设安静时间。
messages-quiet-edit = 改安静时间
messages-mute = 先安静一会儿
messages-mute-why = 消息照常进列表，手机不响。紧急的和你值班的事不受影响。
messages-mute-hours = { $count } 小时
messages-muted-until = 手机安静到 { $at }，到时一起告诉你。
messages-unmute = 现在就恢复
messages-kinds = 可以关掉的消息
messages-must = 要你确认的和紧急的消息一定会发。
messages-save = 保存
messages-done-kept = 已保存。
messages-done-muted = 好，先安静一会儿。
messages-done-unmuted = 已恢复。
messages-done-reset = 已恢复成最初的样子。
messages-choice-must = 这类消息一定要告诉你，不能关掉。
messages-mute-end = 请选一个结束时间，最长 7 天。

messages-kind-hotline-duty = 热线值班
messages-kind-hotline-hole = 热线没人值班
messages-kind-hotline-drift = 热线转接不对
messages-kind-hotline-taken = 热线被接手
messages-kind-hotline-missed-call = 热线未接来电
messages-kind-hotline-callback-overdue = 回电超时
messages-kind-order-warning = 订单快超时
messages-kind-order-missed = 订单超时
messages-kind-order-call-due = 约好的电话
messages-kind-order-handed = 分到订单
messages-kind-order-problem = 订单问题
messages-kind-order-problem-overdue = 订单问题超时
messages-kind-order-case-due = 售后超时
messages-kind-order-case-handed = 收到售后
messages-kind-order-calls-planned = 安排了回访
messages-kind-order-day-not-saved = 当日订单没有存档
messages-kind-phone-unreachable = 手机收不到消息
messages-kind-handover-due = 该写交接
messages-kind-handover-unconfirmed = 交接没人确认
messages-kind-attendance-waiting = 打卡待认可
messages-kind-rota-published = 班表变动
messages-kind-audit-head = 操作记录封存
messages-kind-hotline-assigned = 排到热线值班
messages-kind-hotline-unconfirmed = 值班没人确认
messages-kind-hotline-away = 电话系统联系不上
messages-kind-hotline-repaired = 电话系统恢复
messages-kind-handover-waiting = 有班等你接
messages-kind-test = 测试消息

messages-channel-live = 打开着的页面
messages-channel-push = 手机通知
messages-channel-robot = 工作群机器人
messages-channel-sms = 短信
messages-channel-call = 电话
messages-channel-live-short = 页面
messages-channel-push-short = 手机
messages-channel-robot-short = 群
messages-channel-sms-short = 短信
messages-channel-call-short = 电话

# 管理页面
messages-desk = 消息
messages-desk-why = 告诉了谁，到哪一步了
messages-tab-sent = 发出的
messages-tab-rules = 怎么通知
messages-tab-channels = 群机器人和短信
messages-count-all = 24 小时内
messages-count-day = 发出的消息
messages-count-open = 正在通知
messages-count-answered = 已知道
messages-count-lost = 没叫到人
messages-count-lost-why = 看看是不是手机没开通知
messages-every-kind = 全部类型
messages-every-state = 全部状态
messages-kind = 类型
messages-state = 状态
messages-show = 查看
messages-none-sent = 没有这样的消息
messages-none-sent-why = 有消息发出后，这里能看到每一步。
messages-the-group = 工作群
messages-state-open = 正在通知
messages-state-acknowledged = 已确认
messages-state-settled = 别人已确认
messages-state-told = 已告知
messages-state-exhausted = 没叫到人
messages-state-expired = 已过期
messages-state-withdrawn = 已撤回
messages-step-planned = 等着再试
messages-step-sending = 正在发
messages-step-sent = 已发出
messages-step-delivered = 已送达
messages-step-seen = 已看到
messages-step-refused = 被拒绝
messages-step-gone = 地址已失效
messages-step-unknown = 不知道到没到
messages-step-dropped = 不用再发
messages-told-at = 开始
messages-until = 有效到
messages-seen-at = 看到
messages-acknowledged-at = 确认
messages-next-at = 下一步
messages-steps = 每一步
messages-channel = 渠道
messages-tries = 第 { $count } 次
messages-bundled = 和别的消息一起发的
messages-history = 经过
messages-fact-told = 开始通知
messages-fact-sent = 发出
messages-fact-later = 对方忙，稍后再试
messages-fact-gone = 地址已失效
messages-fact-refused = 被拒绝
messages-fact-unknown = 不知道到没到，不重发
messages-fact-dropped = 不用再发
messages-fact-skipped = 跳过
messages-fact-delivered = 手机已显示
messages-fact-seen = 看到了
messages-fact-reached = 已告知
messages-fact-acknowledged = 确认了
messages-fact-settled = 别人确认了
messages-fact-climbed = 没人应答，再告诉
messages-fact-exhausted = 到最后也没人应答
messages-fact-expired = 过期
messages-fact-withdrawn = 撤回
messages-why-off = 本人关掉了
messages-why-no-phone = 没有开通知的手机
messages-why-no-robot = 没有设群机器人
messages-why-no-provider = 没有设短信或电话通道
messages-why-no-number = 手机号没有验证

messages-rules-why = 每类消息先用什么渠道、隔多久换下一种
messages-urgency-urgent = 急
messages-urgency-emergency = 紧急
messages-own = 已改过
messages-to-persons = 告诉相关的人
messages-to-on-shift = 告诉当班的人
messages-to-leads = 告诉当班的主管
messages-to-managers = 告诉经理
messages-to-robot = 发到管理群
messages-one-is-enough = 一个人确认就行
messages-must-answer = 要本人确认
messages-at-once = 马上
messages-after = { $minutes } 分钟后
messages-after-seconds = { $count } 秒后
messages-then-tell = 没人应答就告诉{ $who }
messages-who-on-shift = 当班的人
messages-who-leads = 主管
messages-who-managers = 经理
messages-who-person = 指定的人
messages-who-gone = 已离职的人
messages-change = 修改
messages-change-kind = 修改“{ $kind }”
messages-ladder = 渠道
messages-ladder-why = 打开的渠道按时间先后用，有人确认就停。
messages-minutes = 分钟后
messages-minutes-for = { $channel }，几分钟后
messages-chain = 没人应答时
messages-chain-why = 到时间还没人确认，就再告诉这些人。
messages-who-number = 第 { $number } 个再告诉谁
messages-minutes-number = 第 { $number } 个，几分钟后
messages-nobody = 不再告诉别人
messages-reset = 恢复成最初的样子
messages-fault-minutes = 请填分钟数，例如 3 或 0.5。
messages-fault-group-only = 这类消息只发到群里，请只用群机器人。

messages-channels-why = 手机叫不到人时，用群消息、短信或电话
messages-robots = 群机器人
messages-robot-add = 添加群机器人
messages-robot-name = 名字
messages-robot-name-hint = 例如：客服群
messages-robot-where = 在哪里
messages-vendor-wecom = 企业微信
messages-vendor-dingtalk = 钉钉
messages-vendor-feishu = 飞书
messages-robot-url = Webhook 地址
messages-robot-url-hint = 在群设置里添加自定义机器人，复制它的地址。存好后不再显示。
messages-robot-secret = 加签密钥
messages-robot-secret-hint = 钉钉、飞书开了“加签”才需要。
messages-robot-group-title = 这个群里有谁
messages-group-floor = 全体员工
messages-group-floor-why = 值班、来电一类的消息
messages-group-managers = 主管和经理
messages-group-managers-why = 没人值班、超时、操作记录封存
messages-group-both = 都有
messages-group-both-why = 所有群消息
messages-optional = 可不填
messages-never-tried = 还没用过
messages-worked = { $at } 成功
messages-failed = { $at } 失败
messages-test = 发一条测试
messages-test-of = 用“{ $name }”发一条测试
messages-test-sent = 测试已发出，请看看收到没有。
messages-test-failed = 没发出去：{ $why }。请检查设置，再试一次。
messages-end = 停用
messages-end-of = 停用“{ $name }”
messages-robot-end-ask = 停用“{ $name }”？以后不再用它发消息。
messages-no-robots = 还没有群机器人
messages-no-robots-why = 国内的 Chrome 收不到推送，群机器人能补上。
messages-providers = 短信和电话
messages-provider-set = 设置通道
messages-no-providers = 还没有短信或电话通道
messages-no-providers-why = 任何有 HTTP 接口的服务商都可以，按它的文档填。
messages-provider-why = 照服务商的接口文档填。{"{{"} mobile {"}}"} 是手机号，{"{{"} text {"}}"} 是内容，还可以用 timestamp、nonce、signature。存好后不再显示。
messages-provider-for = 用来
messages-provider-name = 服务商
messages-provider-method = 方法
messages-provider-url = 地址
messages-provider-hosts = 允许的主机
messages-provider-hosts-hint = 只会发到这里。不填就是地址里的主机。
messages-provider-media = 格式
messages-provider-form = 表单
messages-provider-plain = 纯文本
messages-provider-body = 内容模板
messages-provider-body-hint = 不填就是 {"{"}"mobile": …, "text": …{"}"}
messages-provider-headers = 请求头
messages-provider-headers-hint = 一行一个，例如 X-App-Id: 123
messages-provider-auth = 怎么认证
messages-auth-none = 不认证
messages-auth-bearer = Bearer 令牌
messages-auth-basic = 用户名和密码
messages-auth-hmac = HMAC 签名
messages-provider-user = 用户名
messages-provider-secret = 令牌、密码或密钥
messages-provider-path = 成功看哪个字段
messages-provider-path-hint = 返回的 JSON 里的字段，例如 code 或 data.0.status。不填就只看状态码。
messages-provider-values = 成功时的值
