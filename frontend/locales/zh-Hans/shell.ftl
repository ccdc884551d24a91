shell-app-name = 当班 · 现场在手
shell-app-short-name = 当班
shell-app-description = 谁在岗、谁到了、该做什么，都在手机里。
shell-skip = 跳到正文
shell-dock = 主导航
shell-sidebar = 管理导航
shell-toasts = 提示
shell-close = 关闭
shell-cancel = 取消
shell-confirm = 确定
shell-try-again = 再试一次
shell-go-department = 选择部门
shell-go-today = 回到今日
shell-go-back = 返回上一页
shell-sign-in = 去登录
shell-optional = 选填

## 五处与管理台
shell-place-today = 今日
shell-place-rota = 班表
shell-place-orders = 订单
shell-place-stock = 库存
shell-place-me = 我
shell-place-desk = 管理
shell-place-floor = 现场
shell-place-rota-edit = 排班
shell-place-cases = 售后
shell-place-order-days = 订单存档
shell-place-calls = 来电记录
shell-place-orders-desk = 订单总览
shell-place-attendance = 考勤
shell-place-handovers = 交接班
shell-place-order-imports = 订单导入
shell-place-messages = 消息
shell-place-hotline = 热线
shell-place-people = 人员
shell-place-rules = 规则
shell-place-audit = 操作记录
shell-place-departments = 部门

## 实时
shell-live-connecting = 连接中
shell-live-connecting-sentence = 正在连接，页面会自己更新。
shell-live-live = 实时
shell-live-live-sentence = 已连接，有变化会自己更新。
shell-live-offline = 离线
shell-live-offline-sentence = 没有网络。打卡仍可进行：先记在手机里，联网后自动发送。
shell-live-stale = 离线，这里是 { $time } 的内容
shell-live-waiting = { $count } 条待发
shell-live-offline-waiting = 离线 · { $count } 条待发
shell-live-refused = { $count } 条被退回

## 待发
shell-waiting-title = 待发送
shell-outbox-kept = { $time } 已记在手机里，联网后自动发送
shell-outbox-kept-toast = 没有网络，已记在手机里，联网后自动发送。
shell-outbox-kept-later = 服务器暂时没有接住，已记在手机里，会自动再发。
shell-outbox-sent = 已补发 { $count } 条记录。
shell-outbox-came-back = 没有记上
shell-outbox-made-at = 操作时间 { $time }
shell-outbox-dismiss = 知道了
shell-outbox-discard = 不发了
shell-outbox-discard-ask = 这条记录还没有发出。确定不再发送吗？
shell-outbox-send-now = 现在发送
shell-outbox-nothing = 没有等待发送的记录，都已送达。
shell-outbox-unkeepable = 这台手机不允许保存离线记录（可能在无痕模式），这次没有记上。请联网后再点一次。
shell-outbox-sign-in-first = 登录已过期，登录后会自动发送。

## 没成
shell-no-network = 没有网络，没有发出去，内容还在页面上。请联网后再试。
shell-timed-out = 等得太久，没有收到回音。请再试一次，重复提交不会记两次。
shell-server-error = 服务器没有正确回答，内容还在页面上。请稍后再试。
shell-error-bad-request = 这个请求看不懂。请返回上一页再试。
shell-error-sign-in = 登录已过期，请重新登录。
shell-error-forbidden = 你没有做这件事的权限。需要的话请找主管。
shell-error-level =
    这里需要“{ $needed ->
        [1] 普通
        [2] 后台
       *[3] 数据管理
    }”等级，你现在是“{ $level ->
        [1] 普通
        [2] 后台
       *[3] 数据管理
    }”等级。可以在“我 › 权限等级”里申请调整。
shell-error-no-department = 你还没有进入哪个部门。先选一个部门，再打开这一页。
shell-error-not-found = 这里没有你要找的内容，可能已被移走，或不属于你的部门。
shell-error-method = 不能这样打开这个地址。
shell-error-too-large = 文件太大，请换一个小一点的。
shell-error-too-many = 点得太快了，请稍等片刻再试。
shell-error-forgery = 页面放得太久，安全标记已过期。请刷新后再试，没有记下任何东西。
shell-no-more = 没有更多了。
shell-error-field = 这些内容填得不对：{ $fields }。请改好再试。
shell-error-unreadable = 有内容读不出来，请检查后再试。
shell-field-after = 从哪里往下看
shell-field-before = 从哪里往下看
shell-field-at = 时间
shell-field-call = 来电
shell-field-call-at = 约定的时间
shell-field-day = 日期
shell-field-first = 开始日期
shell-field-last = 结束日期
shell-field-level = 权限等级
shell-field-made-at = 拨打时间
shell-field-month = 月份
shell-field-order = 订单
shell-field-overwrite = 要不要覆盖
shell-field-person = 人员
shell-field-planned = 回访安排
shell-field-request-key = 这一次点按
shell-field-rotation = 轮班
shell-field-seen = 看过的内容
shell-field-sent-at = 发出时间
shell-field-since = 开始时间
shell-field-status = 状态
shell-field-until = 结束时间
shell-field-number = 编号
shell-field-verb = 操作
shell-field-week = 哪一周
shell-field-whole = 要不要完整号码
shell-error-does-not-fit = 有数字、日期或字符超出了能记录的范围，没有记下任何东西。
shell-error-database = 数据库暂时连不上，没有记下任何东西，马上会恢复。
shell-error-unexpected = 出了我们没料到的错。这次操作没有记下，请再试一次；仍不行，请把编号 { $id } 告诉管理员。
shell-refused-sign-in = 请先登录
shell-refused-sign-in-next = 登录后会回到刚才的页面。
shell-refused-forbidden = 这里不归你管
shell-refused-forbidden-next = 如果工作需要，请让主管给你这项权限。
shell-refused-not-found = 没找到
shell-refused-not-found-next = 检查一下链接，或回到今日从头找起。
shell-refused-too-many = 慢一点
shell-refused-too-many-next = 过一会儿再试，之前的记录都在。
shell-refused-broken = 出错了
shell-refused-broken-next = 已记录在案。之前的记录都没有丢。
shell-refused-away = 正在恢复
shell-refused-away-next = 打卡可以照常点，会先记在手机里，恢复后自动发送。
shell-refused-other = 没有成功
shell-refused-other-next = 之前的记录都没有丢。
shell-offline-title = 现在没有网络
shell-offline-text = 这一页还没有在手机里存过。打开过的今日、班表和“我”仍然可以看，打卡也照常。
shell-offline-again = 再试一次
shell-offline-today = 打开今日

## 位置
shell-place-locating = 正在定位…
shell-place-refused = 没有得到位置许可。打卡已发出，会记为“未核实”，由主管确认。
shell-place-unknown = 没能定位。打卡已发出，会记为“未核实”，由主管确认。

## 小事
shell-copied = 已复制
shell-copy-failed = 没能复制，请长按选中后复制。
shell-share-address = 链接
shell-share-copy = 复制链接
shell-share-send = 发给对方
shell-update = 有新版本。
shell-update-now = 刷新
shell-language = 语言
shell-theme = 外观
shell-theme-auto = 跟随系统
shell-theme-paper = 浅色
shell-theme-ink = 深色
shell-passkey-failed = 通行密钥没有成功，请再试一次或改用密码。
shell-passkey-cancelled = 已取消，没有改变任何东西。
shell-passkey-known = 这台设备已经有你的通行密钥了。
shell-passkey-unsupported = 这个浏览器不支持通行密钥，请使用密码。
shell-due-minutes = { $n } 分
shell-due-hours = { $n } 时
shell-due-days = { $n } 天
shell-due-over = 超时

## 在别的应用里打开
shell-in-app-text = 在微信、钉钉等应用里打开时，不能安装，也收不到提醒。请用手机浏览器打开。
shell-in-app-copy = 复制地址
shell-in-app-close = 先这样用

## 装到手机
shell-install-title = 装到手机上
shell-install-why = 装好后像普通应用一样打开，没有网络也能看班表、照常打卡。不占多少空间，不用应用商店。
shell-install-now = 安装
shell-install-installed = 已经装好，正在以应用方式运行。
shell-install-android = 安卓手机（Chrome、Edge、三星浏览器）
shell-install-android-1 = 用浏览器打开本页，点右上角菜单。
shell-install-android-2 = 选“安装应用”或“添加到主屏幕”。
shell-install-android-3 = 在主屏幕上找到“当班”，从那里打开。
shell-install-ios = iPhone、iPad（Safari）
shell-install-ios-1 = 用 Safari 打开本页，点下方的分享按钮。
shell-install-ios-2 = 向下滑，选“添加到主屏幕”。
shell-install-ios-3 = 点“添加”，以后从主屏幕打开。
shell-install-ios-other = 你现在用的不是 Safari。若菜单里没有“添加到主屏幕”，请复制地址到 Safari 打开。
shell-install-desktop = 电脑（Chrome、Edge）
shell-install-desktop-1 = 点地址栏右侧的安装图标，或在菜单里选“安装当班”。
shell-install-desktop-2 = 在 Mac 的 Safari 里选“文件 → 添加到程序坞”。
shell-install-in-app = 微信、钉钉、企业微信、飞书
shell-install-in-app-1 = 点右上角的“…”，选“在浏览器打开”。
shell-install-in-app-2 = 找不到就复制地址，粘贴到手机浏览器里。
shell-install-copy = 复制地址

shell-api-title = 接口说明
shell-api-eyebrow = 界面上能做的，都能通过 /api/v1 用令牌完成
shell-file-choose = 选择文件
shell-file-none = 还没有选
