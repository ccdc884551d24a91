# Notifications on a phone, and whose phone can be reached.
phones-title = 手机通知
phones-row-on = 这台设备已开启
phones-row-off = 这台设备没有开启

phones-off-title = 还没有开启
phones-off-text = 开启后，没打开当班也能叫到你。锁屏上不显示客户信息。
phones-switch-on = 开启通知
phones-on-title = 已开启
phones-on-text = 发一条测试，看看能不能收到。
phones-on-arrived = 上一条在 { $at } 收到。
phones-switch-off = 关闭通知
phones-denied-title = 通知被浏览器挡住了
phones-denied-text = 请到浏览器的网站设置里，把“通知”改成“允许”，再回到这里。
phones-ios-title = 先添加到主屏幕
phones-ios-text = iPhone 上要把当班添加到主屏幕，从主屏幕打开，才能开启通知（iOS 16.4 起）。
phones-ios-how = 怎么添加
phones-ios-other-text = 请用 Safari 打开这个地址，添加到主屏幕，再从主屏幕打开，才能开启通知（iOS 16.4 起）。
phones-in-app-title = 这里收不到通知
phones-in-app-text = 微信、钉钉、飞书里的网页不能收通知。请用手机自带的浏览器打开。
phones-insecure-title = 这个地址不能开通知
phones-insecure-text = 浏览器只在 https 地址上允许通知。请管理员给当班配一个 https 地址。
phones-unsupported-title = 这个浏览器不支持通知
phones-unsupported-text = 请换用新版的 Chrome、Edge、Firefox 或 Safari。在那之前，急事会发到工作群，或用短信、电话找你。

phones-say-on = 通知已开启
phones-say-off = 通知已关闭
phones-say-failed = 没有开成，请刷新页面再试一次。
phones-say-no-service = 这个浏览器连不上它的推送服务（国内的 Chrome 常见）。请换 Edge 或 Firefox，或用手机自带的浏览器；急事会发到工作群或用短信找你。

phones-trial-title = 测试
phones-trial-text = 给自己发一条，看它走到哪一步。也可以锁上屏幕再等。
phones-trial-send = 发一条测试
phones-trial-again = 再发一条
phones-trial-phone = 手机
phones-trial-sent = 已发出
phones-trial-refused = 没发出去，请关闭通知再开一次
phones-trial-arrived = 手机已收到
phones-trial-seen = 你点开了
phones-trial-no-phone = 没有一台设备开启了通知，只有打开着的页面收到了。请先在上面开启。
phones-trial-silent = 发出去了，可是手机没有收到。请检查：手机有没有网、有没有开省电或勿扰、系统设置里有没有允许这个浏览器通知。

phones-push-title = 当班有新消息
phones-push-body = 请打开当班查看。
phones-push-kept = 已记下你的确认，有网络后自动送出。
phones-push-over = 这件事已经过去，点开看最新情况。
phones-push-unknown = 这个浏览器的推送服务不在允许的范围内。请换 Chrome、Edge、Firefox 或 Safari，或请管理员放开。
phones-push-keys = 这个浏览器给的推送信息不完整。请刷新页面，再开一次。

phones-nudge-title = 开启手机通知
phones-nudge-text = 有急事时，不打开当班也能叫到你。
phones-nudge-later = 以后再说

phones-board = { $count } 人的手机收不到消息：{ $names }
phones-floor-title = 谁的手机叫得到
phones-floor-some = { $count } 人的手机收不到消息。有急事请打电话，或请他们在“我 → 手机通知”里看一下。
phones-floor-all = 每个人的手机都叫得到。
phones-floor-not-proving = 部门规则里没有开“打卡时测试手机”，这里只看平时的消息有没有收到。
phones-floor-nobody = 现在没有人当班
phones-floor-nobody-why = 接下来 12 小时也没有排班。
phones-floor-here = 已到岗
phones-floor-missing = { $at } 的班，还没到
phones-floor-comes = { $at } 上班
phones-state-proven = 收得到
phones-state-open = 页面开着
phones-state-likely = 应该收得到
phones-state-silent = 收不到
phones-state-off = 没开通知
phones-why-proven = 上一条通知在 { $at } 收到。
phones-why-open = 当班正开着，关上以后就不一定了。
phones-why-likely = 上一条通知在 { $at } 收到，打卡时会再测试。
phones-why-silent = 通知开着，可是没有收到的回音。
phones-why-off = 只能靠工作群、短信或电话。
phones-by-number = 可发短信、打电话
phones-not-by-number = 手机号未验证
