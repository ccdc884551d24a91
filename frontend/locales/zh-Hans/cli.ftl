## 命令行

cli-help = 当班：把一个部门的现场装进每个人的手机。
cli-up-help = 启动全部并保持运行：PostgreSQL、Redis、网页和后台任务。按 Ctrl-C 全部停止。
cli-up-demo = 直接创建（或不创建）演示部门，不再询问。
cli-web-help = 只运行一个网页进程（数据库由 DATABASE_URL 和 REDIS_URL 指定）。
cli-web-from-seed = 数据库或 Redis 连不上。恢复之前只能按最后的热线安排应答电话平台。
cli-worker-help = 运行后台任务：稍后发生的和自动发生的事。
cli-migrate-help = 把数据库更新到当前版本。
cli-migrated = 数据库已是最新。
cli-demo-help = 创建演示部门；登录密码只显示一次。
cli-demo-exists = 演示部门已经存在，密码不以明文保存。用 dangban login-link 登录名 可再次进入。
cli-demo-json = 以 JSON 输出登录信息。
cli-demo-working = 正在创建演示部门
cli-admin-help = 创建公司管理员，并给出一次性链接。
cli-admin-name = 姓名；不填则用登录名。
cli-admin-made = { $name } 已成为公司管理员。用此链接设置密码，仅一次有效：
cli-link-help = 为忘记密码的人生成一次性链接。
cli-link-made = { $name } 可用此链接进入，仅一次有效：
cli-link-until = 有效期至 { $until }。
cli-token-help = 生成以此人身份使用的 API 令牌。
cli-token-name = 令牌的用途。
cli-token-days = 多少天后失效；不填则长期有效。
cli-token-made = { $login } 的令牌，只显示这一次：
cli-settings-help = 列出全部设置：当前值、默认值和含义。
cli-settings-markdown = 输出为 Markdown 表格，不含当前值。
cli-settings-name = 设置
cli-settings-value = 当前值
cli-settings-default = 默认值
cli-settings-meaning = 含义
cli-setting-wrong = { $name }={ $value } 无法使用：{ $reason }。
cli-setting-number = 需要整数
cli-setting-least = 不得小于 { $ge }
cli-setting-most = 不得大于 { $le }
cli-setting-one-of = 只能是 { $expected } 之一
cli-setting-fault = { $message }
cli-verify-help = 逐环核验操作记录和订单，核对每日订单存档，并检查数据库是否仍拒绝改动。有不对的地方时退出码为 1。
cli-verify-walking = 正在核验操作记录和订单
cli-verify-company = 公司
cli-verify-whole = 部门 { $department }，{ $chain ->
    [orders] 订单
   *[other] 操作记录
}：完整。{ $seals } 批共 { $events } 条，链头 { $head }。
cli-verify-removed = 部门 { $department }：其中 { $rows } 条到期订单记录已按规定删除，有删除记录。
cli-verify-broken = 部门 { $department }，{ $chain ->
    [orders] 订单
   *[other] 操作记录
}：已断！{ $why }
cli-verify-nothing = 还没有封存的记录。
cli-verify-head = 留存在系统之外的链头或校验码，从管理群或抄件中取（可重复）：现在的链里还有它吗？
cli-verify-no-head = “{ $said }”不是链头：请至少抄 { $least } 位十六进制数字。
cli-verify-head-known = 链头 { $head }：有。只要链完整，在它之前封存的内容就没有变过。
cli-verify-head-unknown = 链头 { $head }：没有！如果没抄错，整条链在那之后被重做过。请保持原样。
cli-verify-unguarded = 失去保护！{ $why }
cli-judge-help = 按规则判定 FILE 中的一天（JSON；- 为标准输入）。
cli-judge-preset = 采用哪套规则。
cli-judge-zone = 时刻所在时区，例如 Asia/Shanghai；不填则用规则自带的时区。
cli-judge-preset-unknown = 没有名为 { $preset } 的规则。可用的有：{ $known }。
cli-judge-zone-unknown = { $zone } 不是时区。请写成 Asia/Shanghai 这样。
cli-judge-not-json = 这不是 JSON：{ $reason }。
cli-bench-help = 测量本机上的速度，与同一次运行中的裸接口相比。
cli-bench-seconds = 每轮时长（秒）。
cli-bench-rounds = 轮数，取中位数。
cli-bench-punches = 大数据库中的打卡条数。
cli-bench-sockets = 同时打开的 WebSocket 数。
cli-bench-phones = 当班的手机数
cli-bench-messages = 一共发多少条消息
cli-bench-orders = 大数据库中的旧订单数。
cli-bench-workers = 几个后台进程
cli-bench-only = 只测一部分：taps 打卡和页面，orders 订单，messages 消息
cli-bench-working = 测量中
cli-bench-figure = 项目
cli-bench-value = 实测
cli-bench-target = 要求
cli-bench-detail = 说明
cli-replay-help = 把导出文件 FILE 里的订单按当天节奏放进运行中的系统，由模拟客服处理；使用单独的部门。
cli-replay-url = 运行中系统的地址；不填则为本机。
cli-replay-speed = 比当天快多少倍。
cli-replay-agents = 模拟客服人数。
cli-replay-department = 为此新建、结束后关闭的部门名称。
cli-replay-hour = 只放这个小时的订单（0 到 23），或 busiest（最忙的一小时）。
cli-replay-minutes = 几分钟内要联系上客户。
cli-replay-pace = 模拟一通电话用几秒；核对用时相同。
cli-replay-yes = 允许放进不在本机的系统。
cli-replay-name = 回放
cli-replay-not-here = { $url } 不在本机。什么都没有发送；确定要这样做请加 --yes。
cli-replay-hour-unknown = { $hour } 不是小时。请填 0 到 23，或 busiest。
cli-replay-empty = { $file } 里没有可回放的订单。
cli-replay-taken = 已经有名为 { $name } 的部门。回放要用单独的部门，请换个名称。
cli-replay-begins = { $count } 单，{ $agents } 名客服，最后一单在 { $minutes } 分钟后。
cli-replay-figure-sent = 已发送
cli-replay-figure-accepted = 已接收、待处理
cli-replay-figure-lost = 丢失
cli-replay-figure-held-twice = 两人同时持有
cli-replay-figure-deadline-errors = 时限差错
cli-replay-figure-faults = 不该出现的回应
cli-replay-figure-reached = 已确认 / 已提醒 / 已超时
cli-replay-figure-races = 慢了一步的领取
cli-replay-figure-screens = 从接收到屏幕，p50 / p99（次数，− 未出现）
cli-replay-figure-requests = 请求，p50 / p99
cli-replay-figure-seconds = 用时（秒）
replay-file-unknown = 认不出这个文件的表头。请用淘宝、京东或抖音的导出文件。
cli-doctor-help = 检查一切，并说明怎样修好。

## 启动与停止

launch-step-postgres = PostgreSQL
launch-step-redis = Redis
launch-step-migrate = 数据库已更新
launch-step-demo = 演示部门
launch-step-programs = 网页与后台任务
launch-ready = 当班已就绪：{ $address }（用时 { $seconds } 秒）
launch-logins = 演示部门的登录信息
launch-login-name = 姓名
launch-login-role = 角色
launch-login-login = 登录名
launch-login-password = 密码
launch-logins-once = 密码只显示这一次。忘记了？dangban login-link 登录名
launch-phone-hint = 目前只有这台电脑能打开。要让同一网络的手机访问：DANGBAN_HOST=0.0.0.0 make up
launch-https-hint = 没有 HTTPS 时，手机无法安装应用，也不能离线保存打卡：见说明文档中的“HTTPS”。
launch-stop-hint = 按 Ctrl-C 全部停止。
launch-stopping = 正在停止……
launch-stopped = 已全部停止。
launch-demo-question = 要创建一个演示部门先看看吗？[Y/n]
launch-part-fell = { $name } 已停止：{ $reason }；{ $seconds } 秒后重新启动
launch-part-again = { $name } 已恢复运行。
launch-leftover = 正在结束被强制终止的上一次运行留下的 { $name }（进程 { $pid }）。
launch-little-space = { $folder } 所在磁盘只剩 { $free } MB。

launch-already-running = 当班已在 { $folder } 上运行（进程 { $pid }）：{ $address }
launch-port-in-use = 端口 { $port } 已被其他程序占用。请换一个：DANGBAN_PORT={ $other } make up
launch-port-forbidden = 当前账户无权使用端口 { $port }。请选 1023 以上的端口：DANGBAN_PORT=8000 make up
launch-host = 无法监听 { $host }：{ $reason }。请检查 DANGBAN_HOST。
launch-disk-full = { $folder } 所在磁盘已满：剩余 { $free } MB，需要 { $needed } MB。请清理空间，或另选文件夹：DANGBAN_DATA_DIR=…
launch-disk-full-now = 磁盘已满（{ $folder }）。清理空间后再启动即可，数据没有损坏。
launch-data-folder = 无法写入数据文件夹 { $folder }：{ $reason }。请另选：DANGBAN_DATA_DIR=…
launch-socket-folder = { $folder } 属于其他账户。请删除它，或选用更短的 DANGBAN_DATA_DIR。
launch-no-account = PostgreSQL 不能以 root 运行，而系统中没有 dangban 或 nobody 账户可用。请创建：useradd --system dangban
launch-postgres-missing = 没有安装内置的 PostgreSQL。请运行 make install，或用 DATABASE_URL 指定自己的。
launch-postgres-version = { $folder } 由 PostgreSQL { $found } 创建，当前是 { $wanted }。未作任何改动。请用旧版本启动一次并导出数据，或另选 DANGBAN_DATA_DIR。
launch-postgres-foreign = { $folder } 中的文件不是 PostgreSQL 数据库。未作任何改动。请移走这些文件，或另选 DANGBAN_DATA_DIR。
launch-postgres-password = { $folder }/postgres.password 中的密码与数据库不符。请从备份中恢复此文件。
launch-postgres-failed = PostgreSQL 未能启动：{ $reason }（详见 { $log }）
launch-postgres-slow = PostgreSQL 已 { $seconds } 秒没有应答（见 { $log }）。
launch-redis-missing = 没有安装内置的 Redis。请运行 make install，或用 REDIS_URL 指定自己的。
launch-redis-failed = Redis 未能启动：{ $reason }（详见 { $log }）
launch-database-away = DATABASE_URL 指定的 PostgreSQL（{ $address }）没有应答：{ $reason }
launch-redis-away = REDIS_URL 指定的 Redis（{ $address }）没有应答：{ $reason }
launch-no-database = 没有数据库：请设置 DATABASE_URL，或用 dangban up 启动全部。
launch-no-redis = 没有 Redis：请设置 REDIS_URL，或用 dangban up 启动全部。
launch-migrate-failed = 数据库未能更新：{ $reason }（详见 { $log }）。数据库保持原样。
launch-demo-failed = 未能创建演示部门（见 { $log }）。
launch-part-failed = { $name } 反复停止：{ $reason }（详见 { $log }）
launch-not-ready = { $seconds } 秒后仍未就绪：{ $failing }（日志在 { $log }）

## 体检

doctor-python = Python { $version }
doctor-python-remedy = 请安装 Python 3.11 或更新版本，再运行 make up。
doctor-libraries-ok = 已安装的库与锁定清单一致。
doctor-libraries-warn = 已安装的库与锁定清单不一致。
doctor-libraries-remedy = 请运行 make install。
doctor-node = Node { $version }
doctor-node-missing = 没有自己的 Node；前端由 Python 包自带的 Node 构建。
doctor-node-remedy = 无需处理。若 PATH 中有 Node 20 或更新版本，则会使用它。
doctor-dist-ok = 前端已构建，且是最新的。
doctor-dist-old = 前端比源文件旧。
doctor-dist-missing = 前端尚未构建。
doctor-dist-remedy = 请运行 make install。
doctor-data = 数据文件夹 { $folder }
doctor-data-remedy = 请给当前账户写入权限，或另选：DANGBAN_DATA_DIR=…
doctor-data-none = 数据文件夹 { $folder } 还不存在。
doctor-data-none-remedy = make up 会创建它。
doctor-space = { $folder } 所在磁盘剩余 { $free } MB
doctor-space-remedy = 请清理空间：磁盘满了就无法记录打卡。
doctor-secret = { $path } 仅所有者可读。
doctor-secret-open = { $path } 可被他人读取。
doctor-secret-remedy = chmod 600 { $path }
doctor-running = 正在运行：{ $address }
doctor-port = 端口 { $port } 空闲。
doctor-database = PostgreSQL { $version }
doctor-database-old-remedy = 请升级到 PostgreSQL { $oldest } 或更新版本。
doctor-database-off = 内置的 PostgreSQL 没有运行。
doctor-database-away = PostgreSQL 没有应答：{ $reason }
doctor-database-remedy = 请检查它是否在运行，以及 DATABASE_URL 是否正确。
doctor-off-remedy = 用 make up 启动。
doctor-migrations-ok = 数据库已是最新。
doctor-migrations-fail = 数据库缺少 { $count } 项更新。
doctor-migrations-remedy = 请运行 dangban migrate。
doctor-worker = 后台任务 { $seconds } 秒前有应答。
doctor-worker-remedy = 请启动它：dangban worker，或用 make up 启动全部。停止原因见其日志。
doctor-worker-never = 后台任务还没有应答过。
doctor-hotline = { $name } 的热线（{ $number }）：电话系统已有第 { $version } 版计划。
doctor-hotline-away = { $name } 的热线（{ $number }）：电话系统从 { $since } 起没有回应：{ $reason }
doctor-hotline-away-remedy = 来电按第 { $version } 版计划转接。请启动电话系统，或到“热线设置”测试连接。
doctor-hotline-drift = { $name } 的热线（{ $number }）：电话系统把来电转到 { $found }，和计划不一样。
doctor-hotline-drift-remedy = 系统会一直改回。请查一下还有谁在改，并看“热线”页面。
doctor-hotline-behind = { $name } 的热线（{ $number }）：最新的计划还没交给电话系统。
doctor-hotline-behind-remedy = 后台任务几秒内会交出，请看它是否在运行。
doctor-clock = 时钟相差 { $seconds } 秒。
doctor-clock-remedy = 请开启网络校时（timedatectl set-ntp true）：打卡以此时钟为准。
doctor-redis = Redis { $version }
doctor-redis-off = 内置的 Redis 没有运行。
doctor-redis-away = Redis 没有应答：{ $reason }
doctor-redis-remedy = 请检查它是否在运行，以及 REDIS_URL 是否正确。
doctor-public = { $address } 已通过 HTTPS 应答。
doctor-public-none = 没有设置公开地址：单机使用可以，手机使用不行。
doctor-public-none-remedy = 在前面架好 HTTPS 代理后设置 DANGBAN_PUBLIC_URL=https://…（见说明文档）。
doctor-public-plain = { $address } 不是 HTTPS。
doctor-public-plain-remedy = 手机只有通过 HTTPS 才能安装应用、扫码和接收通知：请在前面架设 Caddy（compose.yaml 已包含）。
doctor-public-away = { $address } 没有应答：{ $reason }
doctor-public-away-remedy = 请检查域名解析、证书和代理。
doctor-sum = { $failed } 项需修复，{ $warned } 项需了解。

## 设置

doctor-push-key = DANGBAN_VAPID_PRIVATE_KEY 不是有效的密钥
doctor-push-key-remedy = 填 base64url 的 32 字节或 PEM；留空则自动生成
doctor-push-ok = 推送服务可联系 { $subject }
doctor-push-warn = 推送服务没有可联系的邮箱，有的服务会拒收
doctor-push-remedy = 设置 DANGBAN_VAPID_SUBJECT=mailto:你的邮箱，或用域名设置 DANGBAN_PUBLIC_URL
setting-port = 网页进程的端口
setting-host = 监听地址
setting-data-dir = 内置数据库和文件所在的文件夹
setting-database-url = 自己的 PostgreSQL；空则使用内置的
setting-redis-url = 自己的 Redis 或 Valkey；空则使用内置的
setting-secret = 用于签名；空则自动生成一次并存入数据文件夹
setting-public-url = 大家打开的地址；决定链接、通行密钥和安全 Cookie
setting-web-processes = 同一端口上的网页进程数
setting-metrics-token = 打开 /metrics 所需的令牌
setting-log-level = 记录哪些日志
setting-log-format = JSON 行或文本；auto：终端上为文本
setting-trusted-proxies = 信任哪些地址发来的 X-Forwarded-* 头
setting-database-pool = 每个进程的数据库连接数
setting-lang = 命令行的语言；空则取自 LANG
setting-bus-channel = 实时消息所用的 Redis 频道
setting-queue-name = 任务队列所用的 Redis 键
setting-vapid-private-key = 推送通知的密钥；空则自动生成一次并存入数据文件夹
setting-vapid-subject = 推送服务可联系的邮箱；空则为公开地址下的 admin@
setting-push-hosts = 已知推送服务以外的主机：host、*.host 或 host:port，逗号分隔
setting-outbound-hosts = 群机器人、短信和语音服务商可用的主机，对所有部门有效

## dangban hotline

cli-hotline-help = 400 热线的运维命令。
cli-kamailio-help = 为部门的 400 号码生成 Kamailio（SIP 服务器）的配置，写入 FOLDER。
cli-kamailio-department = 部门名称或编号；只有一个部门用 SIP 线路时不用填。
cli-kamailio-listen = Kamailio 接听来电的地址和端口，例如 10.0.0.5:5060。
cli-kamailio-advertise = Kamailio 在 NAT 后面时的公网地址。
cli-kamailio-trunk = 中继送来电话的地址或网段，可以写多次。其他来源一律不回应。
cli-kamailio-gateway = 手机号从哪里拨出：sip:号码@主机:端口，可以加 ;transport=tcp。
cli-kamailio-office = 办公室号码从哪里拨出；不填就走同一个网关。
cli-kamailio-user = 网关要求验证身份（digest）时的用户名。
cli-kamailio-password = 对应的密码；建议用 DANGBAN_GATEWAY_PASSWORD，不要写在命令行上。
cli-kamailio-mode = relay 自己转接；redirect 用 302 告诉中继该打给谁。
cli-kamailio-control = Kamailio 回答当班查询的地址；用本机地址，或放在 TLS 后面。
cli-kamailio-database = Kamailio 连接的 PostgreSQL；不填就用当班自己的库和 role.sql 里的账号。
cli-kamailio-events = 通话事件发到哪里；不填就用当班的对外网址。填空则不发。
cli-kamailio-seed = Kamailio 那台机器上的种子文件，数据库不在时靠它冷启动。
cli-kamailio-ring = 每个号码响铃多久；不填就按部门规则。
cli-kamailio-unfit = { $option } 不能是 { $value }。用法见 dangban hotline kamailio-config --help。
cli-kamailio-which-line = { $count ->
    [0] 没有这样的部门把 400 号码接在 SIP 服务器上。现有：{ $known }
   *[other] 有多个部门把 400 号码接在 SIP 服务器上，请用 --department 指定：{ $known }
}
cli-kamailio-written = 已写入 { $folder }：
cli-kamailio-next = 接下来怎么做：见 docs/hotline-sip.md。

## dangban verify-seal, remove-old-orders

cli-seal-help = 核验 FOLDER 里的每日订单存档，不需要数据库。报出第一处不对的地方，此时退出码为 1。
cli-seal-nothing = { $folder } 里没有每日订单存档（*.jsonl.gz）。
cli-seal-whole = { $folder }：完整。{ $first } 至 { $last }，{ $files } 天共 { $orders } 单；最后一天的校验码 { $head }，请与管理群里留存的核对。
cli-seal-midway = { $first } 之前的存档不在这里，从这一天开始核验。
cli-seal-broken = { $folder }：不对！{ $why }
cli-seal-unreadable = { $file } 第 { $line } 行起读不出来：文件损坏或不完整。
cli-seal-head = { $file } 的开头一行被改动过。
cli-seal-line = { $file } 第 { $line } 行（订单 { $number }）被改动、插入，或它之前少了一行。
cli-seal-count = { $file } 里的订单数与开头一行写的不一致。
cli-seal-total = { $file } 里的金额合计与开头一行写的不一致。
cli-seal-no-checksum = { $file } 旁边没有校验文件（.sha256）。
cli-seal-checksum = { $file } 与旁边的校验文件不一致。
cli-seal-name = { $file } 里面写的是另一天。
cli-seal-missing = 缺少 { $file }。
cli-seal-department = { $file } 是另一个部门的。
cli-seal-chain = { $file } 与前一天的存档接不上：其中一份被换过。
cli-remove-help = 删除部门 DEPARTMENT 超过保存年限的订单。不带 --remove 时只显示会删除什么。
cli-remove-before = 删除这一天之前的订单，例如 2021-01-01。
cli-remove-by = 由谁删除：登录名，须有核验订单的权限。
cli-remove-remove = 真的删除。
cli-remove-who = 删除要记名：请加上 --by 登录名。
cli-remove-unknown = 没有部门“{ $department }”。现有部门：{ $known }
cli-remove-nobody = { $department } 没有登录名为“{ $login }”的人。
cli-remove-would = 演练：{ $department } 在 { $before } 之前可删除 { $orders } 单（{ $batches } 批封存中的 { $rows } 条记录）和 { $files } 份每日存档。确定要删，请加 --remove --by 登录名。
cli-remove-done = 已删除：{ $department } 在 { $before } 之前的 { $orders } 单（{ $batches } 批封存中的 { $rows } 条记录）和 { $files } 份每日存档。删除记录已封存。
cli-remove-span = 接单日期从 { $first } 到 { $last }。
cli-remove-cases = 连同 { $cases } 件售后事项。
cli-remove-pictures = 其中更正的依据图片 { $pictures } 张。
cli-remove-kept = 另有 { $orders } 单较早的订单保留：之后还有动静，或还有别的记录与它相关。
orders-removal-too-young = 订单至少保存 { $years } 年，现在最多能删除 { $latest } 之前的。请把 --before 改早一些。
cli-import-help = 导入平台导出的订单文件（CSV 或 XLSX）。--dry-run 只看结果不接入。有不能接入的订单时退出码为 1。
cli-import-department = 部门编号或名称。
cli-import-by = 以谁的名义（登录名）；不填就是系统。
cli-import-dry-run = 只看每个订单会怎样，不接入。
cli-import-rows = 逐个列出订单；不加只列不能接入的。
cli-import-reading = 已读 { $done } / { $all } 行
cli-import-writing = 已接入 { $done } / { $all } 个订单
cli-import-layout = { $layout }：{ $rows } 行，{ $seconds } 秒读完
cli-import-fates = 新订单 { $new }，有变化 { $changed }，已经有了 { $known }，不能接入 { $refused }
cli-import-standings = 已付款 { $paid }，未付款 { $unpaid }，已发货 { $shipped }，已关闭 { $closed }
cli-import-dry = 只看结果，没有接入任何订单。
cli-import-nothing = 没有新的内容，不用接入。
cli-import-done = 已接入：新增 { $new }，更新 { $changed }，已经有了 { $known }；其中 { $work } 个要联系客户。
cli-import-took = 用时 { $seconds } 秒，内存最高 { $megabytes } MB
cli-import-unmapped = 还不认识这种文件。请先在页面“订单导入”上传一次，对应各列。没有接入任何订单。
cli-import-line = 第 { $line } 行  { $number }  { $fate }  { $what }
cli-import-fate-new = 新订单
cli-import-fate-changed = 有变化
cli-import-fate-refused = 不能接入
