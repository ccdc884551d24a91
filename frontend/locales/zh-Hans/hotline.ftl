# 400 热线：现在转给谁，接下来是谁，谁来接手

hotline-title = 热线
hotline-strip = { $number } → { $who }
hotline-strip-until = { $number }，到 { $until }
hotline-office = 办公室

## 为什么是这个人
hotline-why-office-hours = 上班时间
hotline-why-duty = 按班表值班
hotline-why-taken = 自己接手
hotline-why-assigned = 主管安排
hotline-why-confirmed = 替班并已确认
hotline-why-fallback = 没人值班，先转备用名单
hotline-why-nobody = 没人值班，备用名单也没有可用号码
hotline-trouble-away = 电话系统没有回应
hotline-trouble-drift = 电话系统里的号码不对

## 现在
hotline-now = 现在打 { $number }
hotline-until = 到 { $until }
hotline-next = { $at } 起转给{ $who }
hotline-then = 没接通就依次转
hotline-away-now = 从 { $since } 起电话系统没有回应。来电按最后一次的安排转接，恢复后自动跟上。
hotline-drift-now = 从 { $since } 起电话系统里的号码和计划不一样，正在改回。

## 确认值班
hotline-asked-title = 请确认：热线由你来接
hotline-asked-text = { $start } 到 { $end }，打 400 的电话转到你的手机。
hotline-asked-late = 轮到你的值班还没确认，已请下一位。你现在确认仍算你的。
hotline-confirm = 收到，我来接
hotline-confirmed-by = { $name } 已确认 { $start } 起的值班
hotline-confirmed-you = 你已确认 { $start } 起的值班
hotline-waiting-for = 等 { $names } 确认 { $start } 起的值班
hotline-nobody-confirmed = { $start } 起的值班没有人确认，来电仍按计划转
hotline-names-and = 、
hotline-already-confirmed = 已经有人先确认了，这一晚不用你接。
hotline-night-over = 这一晚已经结束，不用确认了。

## 接手
hotline-take = 我来接到…
hotline-take-title = 我来接热线
hotline-take-about = 马上生效：打 400 的电话转到你的手机 { $mobile }。
hotline-take-until = 接到什么时候
hotline-take-hours = 接 { $hours } 小时
hotline-take-end = 到 { $until }（办公室上班）
hotline-take-closes = 到 { $until }（办公室下班）
hotline-take-again = 改时间…
hotline-take-other = 其他时间
hotline-take-at = 时间
hotline-take-now = 现在接手
hotline-taken-by-you = 热线在你手上，到 { $until }
hotline-give-back = 交还热线
hotline-give-back-ask = 交还以后，来电按班表转给值班的人。现在交还吗？
hotline-own-number-needed = 你的手机号还没验证，来电不能转给你。先到“我的手机号”验证，一分钟就好。
hotline-verify = 去验证手机号
hotline-their-number-needed = 这位同事的手机号还没验证，来电不能转过去。请先验证号码。
hotline-until-wrong = 结束时间要在现在之后、{ $hours } 小时以内。
hotline-nothing-to-give-back = 热线现在不在你手上，没有要交还的。
hotline-override-over = 这个安排已经结束了。

## 未来七天
hotline-week = 未来七天
hotline-week-ok = 每晚都有人
hotline-week-holes = { $count } 晚没人
hotline-week-drawn = 未来七天的热线：{ $holes } 晚没有人值班
hotline-hole = 没人值班
hotline-hole-text = 来电先转 { $who }。
hotline-hole-nobody = 来电只能转办公室。
hotline-hole-do = 请排班、安排一位，或自己接手。
hotline-to-rota = 去排班

## 换人记录
hotline-log = 切换记录
hotline-log-empty = 还没有切换
hotline-log-empty-why = 热线每换一个人，这里就多一行。
hotline-log-more = 更早的记录
hotline-switch-planned = 按时切换
hotline-switch-changed = 改动生效
hotline-switch-taken = 接手或交还
hotline-switch-repaired = 已改回
hotline-switch-drift = 号码不对
hotline-switch-failed = 没能切换
hotline-switch-recovered = 恢复正常
hotline-switch-from-to = { $before } → { $after }
hotline-switch-first = 开始转给 { $after }

## 安排
hotline-overrides = 班表以外的安排
hotline-overrides-none = 没有，全按班表。
hotline-override-taken = 自己接手
hotline-override-assigned = 主管安排
hotline-override-confirmed = 替班确认
hotline-override-by-day = 上班时间也转
hotline-override-by = { $name } 安排
hotline-override-end = 取消
hotline-override-end-ask = 取消 { $name } 的这个安排？来电马上按班表转。
hotline-assign = 安排一个人
hotline-assign-person = 谁来接
hotline-assign-unverified = { $name }（号码未验证）
hotline-assign-from = 从
hotline-assign-to = 到
hotline-assign-by-day = 上班时间也转给这个人
hotline-assign-by-day-hint = 不勾选就只管下班以后。
hotline-assign-note = 备注
hotline-assign-do = 安排
hotline-zone-missing = 时间要带时区，例如 2026-11-03T09:00:00+08:00。
hotline-span-wrong = 结束要晚于开始，也要晚于现在。
hotline-span-far = 最多提前 { $days } 天安排。

## 备用名单
hotline-chain = 备用名单
hotline-chain-about = 没人值班或没接通时，依次转给这些人，最后转办公室。
hotline-chain-superiors = 还没有自己的名单，现在按上级岗位往上找。
hotline-chain-none = 名单里没有人，没接通的电话只能转办公室。
hotline-chain-unverified = 号码没验证，跳过
hotline-chain-up = { $name } 往前
hotline-chain-down = { $name } 往后
hotline-chain-remove = 去掉 { $name }
hotline-chain-add = 加一个人
hotline-chain-add-do = 加到最后
hotline-chain-reset = 改回按上级岗位
hotline-chain-adopt = 从这个名单开始改
hotline-chain-long = 名单最多 { $most } 个人。

## 号码
hotline-numbers = 谁的号码已验证
hotline-numbers-count = { $verified } / { $all } 人已验证

## 线路设置
hotline-settings = 热线设置
hotline-no-line = 本部门还没有设置热线。请主管先填好 400 号码。
hotline-no-line-title = 还没有热线
hotline-no-line-why = 填好 400 号码和办公室号码，热线就按班表转接。
hotline-no-line-staff = 主管设置好以后，这里显示电话转给谁。
hotline-set-up = 设置热线
hotline-off-rules = 部门规则里热线是关着的，来电不会转接。到“规则”里打开。
hotline-off-line = 热线已停用，打开后才会按班表转接。
hotline-to-rules = 去打开
hotline-line = 线路
hotline-line-number = 400 号码
hotline-line-office = 办公室号码
hotline-line-office-hint = 上班时间打到这里；没有别人可转时也打到这里。
hotline-line-adapter = 电话系统
hotline-line-adapter-sip = 自己的 SIP 交换机
hotline-line-adapter-sip-about = Kamailio 每秒取一次计划，断网也照计划转
hotline-line-adapter-webhook = 云电话来问我们
hotline-line-adapter-webhook-about = 每来一个电话问一次，TwiML 或 JSON
hotline-line-adapter-rest = 我们告诉云电话
hotline-line-adapter-rest-about = 换人时调用服务商的接口
hotline-line-enabled = 启用
hotline-line-enabled-hint = 停用后不再切换，电话系统保持最后一次的安排。
hotline-line-addresses = 填到服务商那边的地址
hotline-line-address-inbound = 来电时询问
hotline-line-address-events = 通话事件
hotline-line-no-public = 还没有设置对外网址（DANGBAN_PUBLIC_URL），服务商找不到我们。
hotline-line-save = 保存
hotline-line-saved = 已保存，马上生效。
hotline-line-test = 测试连接
hotline-line-well = 连接正常
hotline-line-state = 电话系统
hotline-line-state-version = 已有第 { $version } 版计划，{ $at } 交给电话系统
hotline-line-state-looked = { $at } 核对：{ $number }
hotline-line-state-never = 还没有交给电话系统
hotline-secret-there = 已保存，不再显示
hotline-secret-none = 还没有填
hotline-secret-hint = 留空就保留原来的
hotline-secret-forget = 删除已保存的
hotline-number-wrong = 号码只能是数字，可以带 +，3 到 20 位。
hotline-adapter-unknown = 没有这种电话系统，请从列表里选。
hotline-setting-long = 这一项最多 { $most } 个字符。
hotline-setting-choice = 请从列表里选一个。
hotline-setting-number = 这一项要填数字。
hotline-health-unreachable = 连不上：{ $reason }
hotline-health-settings = 设置不对：{ $reason }
hotline-health-no-secret = 还没有填密钥，来问的请求没法核对。
hotline-health-no-https = 对外网址要用 https，服务商才能来问。
hotline-health-sip-plan = SIP 服务器还没有安排：数据库里没读到，种子文件里也没有。
hotline-health-sip-database = { $minutes ->
    [never] SIP 服务器启动以来还没读到过数据库，
    [0] SIP 服务器现在读不到数据库，
   *[other] SIP 服务器已有 { $minutes } 分钟读不到数据库，
}来电按它手上的安排转接。
hotline-health-sip-clock = SIP 服务器的时钟差了 { $seconds } 秒。它按这个时钟切换，请用 NTP 校时。
hotline-health-sip-events = 有 { $count } 条通话事件积压在 SIP 服务器上，请检查那边填的地址和令牌。

## 命令行
hotline-cli-plan-help = 用文字列出一个部门的热线计划。
hotline-cli-no-line = 这个部门没有热线。
hotline-cli-unknown = 没有这个部门：{ $department }。可选：{ $known }
hotline-cli-head = { $name }：{ $number }，第 { $version } 版

## 电话系统的设置
hotline-setting-more = 更多设置
hotline-setting-control_url = Kamailio 的地址
hotline-setting-control_url-hint = 它在这里回答我们的查询，需要运维人员列入 DANGBAN_OUTBOUND_HOSTS。
hotline-setting-form = 格式
hotline-setting-form-hint = Twilio 及兼容的选 twiml，其他用 json。
hotline-setting-secret = 密钥
hotline-setting-secret-hint = 服务商用它签名，我们用它核对。
hotline-setting-sorry = 没人接时的提示语
hotline-setting-sorry-hint = 所有人都没接通时念给客户听，可以不填。
hotline-setting-set_method = 设置号码：方法
hotline-setting-set_address = 设置号码：地址
hotline-setting-set_address-hint = 换人时请求的网址，可以写 {"{{ number }}"} 这样的占位。
hotline-setting-set_body = 设置号码：内容
hotline-setting-set_body-hint = 占位：number 转给谁，line 400 号码，version，request_id，at，timestamp，nonce。
hotline-setting-read_method = 查询号码：方法
hotline-setting-read_address = 查询号码：地址
hotline-setting-read_address-hint = 用来核对现在转给谁；不填就不核对。
hotline-setting-read_body = 查询号码：内容
hotline-setting-number_path = 回答里号码的位置
hotline-setting-number_path-hint = 例如 data.lines.0.forward_to
hotline-setting-strip = 号码前缀
hotline-setting-strip-hint = 服务商写在号码前面、我们不写的，例如 +86。
hotline-setting-headers = 请求头
hotline-setting-headers-hint = 每行一个，名称: 值
hotline-setting-media_type = 内容类型
hotline-setting-ok_path = 成功标志的位置
hotline-setting-ok_path-hint = 例如 code；不填就只看状态码。
hotline-setting-ok_values = 成功的值
hotline-setting-ok_values-hint = 多个用逗号分开，例如 0,OK
hotline-setting-auth = 认证方式
hotline-setting-user = 用户名或 Key ID
hotline-setting-signed = 签名内容
hotline-setting-algorithm = 签名算法
hotline-setting-encoding = 签名写法
hotline-setting-signature_header = 签名请求头
hotline-setting-timeout_seconds = 等待秒数
hotline-setting-events_secret = 通话事件的密钥
hotline-setting-events_secret-hint = 服务商发通话事件给我们时用它签名。
