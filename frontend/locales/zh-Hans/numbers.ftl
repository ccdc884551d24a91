## My own number
numbers-mine = 我的手机号
numbers-mine-verified = 已验证
numbers-mine-unverified = 还没验证
numbers-mine-missing = 没有登记手机号
numbers-mine-waiting = 正在验证
numbers-why = 热线只转到验证过的手机号。接个短电话就行。
numbers-verified-on = { $day }验证
numbers-verified-by = { $name }电话核对
numbers-verified-message = 短信验证
numbers-changes = 换号后请经理登记新号码，再验证一次。
numbers-missing-why = 请经理先登记你的手机号，再来这里验证。
numbers-start-call = 显示验证码
numbers-start-call-how = 主管打这个手机，你把验证码念给对方。
numbers-start-message = 发送验证码
numbers-start-message-how = 验证码发到这个手机，收到后填在这里。
numbers-code = 验证码
numbers-code-is = 你的验证码
numbers-code-read = 请留在这一页，主管会打 { $mobile }。接通后念出这六位数字；没有打这个手机的人问，不要说。
numbers-code-sent = 验证码正发往 { $mobile }。
numbers-code-not-sent = 短信没有发出去。请重新发送，或改为显示验证码，让主管打电话核对。
numbers-sms-text = 【当班】你的验证码是 { $code }，10 分钟内有效。不要告诉别人。
numbers-call-text = 这里是当班。你的验证码是 { $code }。再说一遍：{ $code }。
numbers-code-until = { $time }前有效
numbers-tries-left = 还能试 { $left } 次
numbers-code-new = 换一个验证码
numbers-type-in = 验证

## The leads' side
numbers-title = 手机号验证
numbers-about = 打对方的手机，请对方念出屏幕上的六位验证码，填在这里。
numbers-state-verified = 已验证
numbers-state-waiting = 等你打电话
numbers-state-unverified = 未验证
numbers-state-missing = 没有手机号
numbers-person-unverified = 请{ $name }打开“我—我的手机号”，显示验证码，再打这个手机。
numbers-person-own = 这是你自己的号码，请另一位主管来验证。
numbers-person-message = 验证码已用短信发给{ $name }，由本人填写。
numbers-ring = 拨打 { $mobile }
numbers-heard = 听到的验证码
numbers-verify = 验证
numbers-count = { $all } 人中 { $verified } 人已验证
numbers-empty = 还没有人
numbers-empty-why = 先添加人员，再验证手机号。
numbers-enter-mobile = 去登记

## What was done
people-done-number-verified = 手机号已验证，热线可以转到这里了。

## Refusals
numbers-no-message = 这里没有配置短信服务，发不了验证码。请改为显示验证码，让主管打电话核对。
numbers-no-mobile = 你还没有登记手机号。请经理先登记。
numbers-already = 这个号码已经验证过，不用再做什么。
numbers-wait = 短时间内要了太多验证码，请 { $minutes } 分钟后再试。
numbers-no-code = { $name }现在没有有效的验证码。请对方打开“我—我的手机号”，重新显示一个。
numbers-no-code-mine = 没有有效的验证码，请重新发送。
numbers-own = 不能验证自己的号码，请另一位主管打给你。
numbers-code-wrong = 验证码不对，还能试 { $left } 次。请对方再念一遍。
numbers-code-spent = 验证码不对，次数已用完。请重新生成验证码。
