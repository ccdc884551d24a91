# 一个订单：核对、更正、问题和经过。
order-point-unknown = 没有这个核对项，请刷新页面再试。
order-solve-first = 这一项有问题没处理完。先处理好，或者先撤回。
order-problem-what = 请写明哪里不对。
order-problem-open-already = 这一项已经报过问题，还没处理完。
order-problem-outcome = 请写明怎么处理的。
order-problem-solved-already = 这个问题已经处理好了。
order-tell-customer-first = 先告诉顾客缺货并记下来，再结束这个问题。
order-finance-only = 付款问题只能由财务处理，已经通知他们了。
order-owner-cannot = { $name } 处理不了这个问题：没有看订单或查付款的权限。请换一位同事。
order-problem-not-yours = 这个问题由别人负责，负责人或主管可以改。
order-problem-due-when = 请选一个从现在起 92 天以内的时间。
order-problem-why = 请写明原因。
order-missing-none = 请勾选哪些商品没货。
order-missing-unknown = 这单的商品刚刚改过，请刷新页面再勾选。
order-not-your-problem = 这个问题不归你，负责人、接单人或主管可以处理。
order-note-empty = 请写点内容。
order-amend-field = 这一项不能更正，请刷新页面再试。
order-amend-empty = 请填写改成什么。
order-amend-phone = 请填写完整的电话号码。
order-amend-same = 和现在的一样，没有改动。
order-amend-why = 请选择顾客是怎么说的。
order-amend-evidence = 请写上依据：顾客的原话或来电时间，或者附一张截图。
order-not-worked = 这个订单不在处理中：已经停止，或者没有付款。
order-confirm-problem = 还有问题没处理完，先处理好。
order-confirm-mark = 买家备注里有要求，先看过再确认。
order-confirm-point = 还没核对完，每一项都要打勾。
order-confirm-unreached = 还没联系上顾客，先打电话。主管可以写明原因后确认。
order-stop-reason = 请写明为什么停止。
order-not-stopped = 这个订单没有停止，没有改动。
order-title = 订单 · 尾号 { $tail }
order-check = 核对
order-check-count = { $done } / { $all }
order-point-note = 买家备注
order-point-address = 收件人和地址
order-point-phone = 电话
order-point-goods = 商品和数量
order-point-payment = 付款
order-point-stock = 库存
order-point-sheet = { $point }有问题
order-tick = { $point }：没问题
order-untick = { $point }：撤回打勾
order-not-right = { $point }：有问题
order-state-passed = 已核对
order-state-problem = 有问题待解决
order-stock-look = 看过货架或系统，确认有货
order-goods-sum = { $lines } 种，共 { $pieces } 件
order-paid-differs = 实付和应付不一样，应付 { $total }
order-postage = 含运费 { $postage }
order-no-note = 没有备注
order-empty = 没有填写
order-seller-note = 卖家备注：
order-amended = 已更正
order-was = 原为
order-now = 现为
order-amendments = 更正
order-by-platform = 平台同步
order-by-program = 系统
order-look = 查看
order-look-title = 顾客信息
order-look-recorded = 这次查看已经记录：谁、什么时候。
order-only-holder = 只有接单人和主管能核对、更正和确认。
order-take-to-check = 先接下这一单，再核对。
order-mark-address = 备注像是要改地址
order-mark-phone = 备注提到电话
order-mark-goods = 备注像是要换货品
order-mark-time = 备注对时间有要求
order-mark-invoice = 备注要发票
order-mark-cancel = 备注像是要取消
order-mark-seen = 看过，不用改
order-problem-what-label = 哪里不对？
order-problem-goes-holder = 由接单人处理，到时间会提醒。
order-problem-goes-finance = 会马上通知财务处理。
order-problem-goes-stock = 会通知主管；由接单人告诉顾客缺货。
order-problem-who = 谁来处理
order-problem-usual-holder = 接单人
order-problem-usual-finance = 财务
order-problem-usual-stock = 接单人（通知主管）
order-problem-open = 报问题
order-problem-owner = { $name } 负责
order-problem-due = { $time } 前处理好
order-problem-late = 超时了，应在 { $time } 前处理好
order-problem-hand = 交给别人
order-problem-hand-title = 这个问题交给谁？
order-problem-take-over = 我来负责
order-problem-said = 说明
order-problem-put-off = 改期限
order-problem-put-off-title = 改到什么时候？
order-problem-new-due = 新的期限
order-problem-why-label = 原因
order-optional = 可不填
order-missing-which = 哪些没货？
order-missing-goods = 缺货：{ $goods }
order-problem-take-back = 撤回这个问题
order-post-finance = 财务
order-post-holder = 接单人
order-post-leads = 主管
order-finance-looks = 财务会核查这笔付款，处理好后再核对。
order-stock-text-label = 可以发给顾客的话
order-stock-text = 您好，您的订单（尾号 { $tail }）里的 { $goods } 暂时缺货，非常抱歉。可以等补货、换一款或者退款，您看怎么处理方便？
order-copy = 复制
order-tell-customer = 记下：已告诉顾客
order-told = { $name } { $time } 已告诉顾客
order-solve = 处理好了
order-solve-how = 怎么处理的？
order-amend = 更正
order-amend-address = 更正地址
order-amend-receiver = 更正收件人
order-amend-phone-do = 更正电话
order-amend-item = 更正商品
order-amend-note = 更正备注
order-amend-after = 改成
order-amend-why-label = 顾客怎么说的
order-amend-evidence-label = 依据
order-amend-evidence-hint = 写顾客的原话、来电时间或聊天链接；也可以只附截图
order-picture-many = 最多附 { $most } 张图片，请去掉几张。
order-picture-large = 第 { $place } 张图片超过 { $megabytes } MB，请换小一点的，或者截图后再附。
order-picture-kind = 第 { $place } 张不是能用的图片，请附 JPG、PNG 或 WebP，或者截图后再附。
order-picture-look = 先点“查看”再看图片，查看会记录下来。
order-pictures-label = 截图或照片
order-pictures-choose = 拍照或选图片
order-pictures-hint = 最多 3 张，不会保留拍摄地点
order-pictures-remove = 去掉第 { $number } 张图片
order-pictures = 图片 { $count } 张
order-picture = 图片 { $number }
order-picture-title = 图片
order-amend-save = 保存更正
order-why-chat = 聊天里说的
order-why-call = 电话里说的
order-why-note = 备注里写的
order-why-other = 其他
order-field-address = 地址
order-field-receiver = 收件人
order-field-phone = 电话
order-field-item = 商品
order-field-note = 买家备注
order-field-other = { $field ->
    [standing] 订单状态
    [status] 平台状态
    [seller-note] 卖家备注
    [goods-total] 商品金额
    [postage] 运费
    [total] 应付
    [paid] 实付
   *[other] { $field }
}
order-facts = 订单信息
order-number = 订单号
order-platform = 平台
order-platform-taobao = 淘宝 / 天猫
order-platform-jd = 京东
order-platform-douyin = 抖音
order-buyer = 买家
order-ordered-at = 下单
order-paid-at = 付款
order-accepted-at = 进单
order-total = 应付
order-source-file = 文件导入
order-source-webhook = 系统推送
order-source-api = 接口
order-source-hand = 手工录入
order-source-demo = 示例
order-source-replay = 重放
order-standing-unpaid = 没有付款
order-standing-unpaid-why = 付款以后会自动进入待联系。
order-standing-shipped = 平台已发货
order-standing-shipped-why = 进来时已经发货，不用再联系。退换货照常登记。
order-standing-closed = 平台已关闭
order-standing-closed-why = 这一单不用处理。
order-standing-paid = 不在处理中
order-standing-paid-why = 这一单平台后来有变化，见更正。
order-confirm = 确认订单
order-confirmed = 已确认，可以打包
order-confirmed-unreached-note = 没有联系上顾客：{ $why }
order-confirm-offline = 没有网络，还没有确认。有网络后请再点一次。
order-missing-problem = 还有问题没处理完
order-missing-mark = 先看买家备注里的要求
order-missing-point = 还差 { $count } 项没核对
order-missing-unreached = 还没联系上顾客
order-unreached-title = 没联系上也确认？
order-unreached-why = 为什么不等联系上顾客？
order-stop = 取消订单
order-stop-about = 顾客不要了，或者做不了。取消后没有人再处理，也不会打包。
order-stop-why = 为什么取消？
order-stopped = 已取消
order-resume = 恢复处理
order-resume-about = 重新联系顾客，从头核对。
order-resume-why = 为什么恢复？（可不填）
order-history = 经过
order-note-write = 写一条备忘
order-note-hint = 给下一位同事的话
order-note-save = 记下备忘
order-made-at = { $time } 没网时点的
order-event-other = 有一条记录
order-event-accepted-file = 进单：文件导入
order-event-accepted-webhook = 进单：系统推送
order-event-accepted-api = 进单：接口
order-event-accepted-hand = 进单：手工录入
order-event-accepted-demo = 进单：示例
order-event-accepted-replay = 进单：重放
order-event-claimed = 接下这一单
order-event-handed = 分给 { $name }
order-event-returned-given-back = { $name } 放回待接
order-event-returned-clocked-out = { $name } 下班了，放回待接
order-event-returned-break = { $name } 休息，放回待接
order-event-returned-no-right = { $name } 不再跟单，放回待接
order-event-returned-signed-out = { $name } 退出登录，放回待接
order-event-returned-silent = { $name } 没有回应，放回待接
order-event-warned = 提醒 { $name }：快超时了，最晚
order-event-missed = 超时没联系上，已报主管，最晚
order-event-called-reached = 打电话：联系上了
order-event-called-no-answer = 打电话：没人接
order-event-called-wrong-number = 打电话：号码不对
order-event-called-later = 打电话：顾客约了再打
order-event-reached = 联系上顾客，用时 { $minutes } 分 { $seconds } 秒
order-event-call-due = 约好的电话到时间了
order-event-clock-stopped = 非服务时间，暂停计时
order-event-clock-resumed = 服务时间到，继续计时
order-event-checked = 核对没问题：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-unchecked = 撤回核对：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-attended = 备注看过，不用改
order-event-attended-amended = 备注里的要求已经更正
order-event-noted = 备忘
order-event-problem = 报问题（{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}），处理期限
order-event-problem-finance = 报付款问题给财务，处理期限
order-event-problem-handed = 问题（{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}）由 { $name } 负责，处理期限
order-event-problem-handed-holder = 问题（{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}）由接单人负责，处理期限
order-event-problem-handed-finance = 付款问题交给财务，处理期限
order-event-problem-put-off = 问题（{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}）改了期限
order-event-told = 已告诉顾客缺货
order-event-overdue = 问题超时没处理：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-solved = 问题处理好了：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-solved-taken-back = 撤回问题：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-solved-amended = 问题已经用更正解决：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-solved-stopped = 订单取消，问题结束：{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品和数量
    [payment] 付款
    [stock] 库存
   *[note] 买家备注
}
order-event-amended = 更正：{ $field ->
    [address] 地址
    [receiver] 收件人
    [phone] 电话
    [item] 商品
   *[note] 买家备注
}
order-event-platform = 平台有变化
order-event-confirmed = 确认订单
order-event-confirmed-unreached = 没联系上顾客，由主管确认
order-event-looked = 查看顾客信息
order-event-stopped = 取消订单
order-event-resumed = 恢复处理
order-event-case = { $of ->
    [exchange] 换货
    [refund] 退款
    [complaint] 投诉
    [review] 差评
    [follow-up] 回访
   *[return] 退货
}：{ $step ->
    [send] 顾客已寄回
    [arrive] 货已收到
    [check] 复核无误
    [object] 复核有异议
    [refund] 已退款
    [settle] 办结
    [withdraw] 撤销
    [handed] 交给{ $name }
    [postponed] 改了期限
    [noted] 加了记录
    [overdue] 超时
   *[registered] 登记
}
order-paid-none = 没有实付金额，请核对
order-goods-total = 商品金额
order-postage-alone = 运费
