# Notifications on a phone, and whose phone can be reached.
phones-title = Notifications
phones-row-on = On for this device
phones-row-off = Off for this device

phones-off-title = Not switched on yet
phones-off-text = Once on, you can be called even when Dangban is closed. The locked screen shows nothing about customers.
phones-switch-on = Switch on
phones-on-title = Switched on
phones-on-text = Send yourself a test to see whether it arrives.
phones-on-arrived = The last one arrived on { $at }.
phones-switch-off = Switch off
phones-denied-title = The browser blocks notifications
phones-denied-text = Open the browser's settings for this site, set "Notifications" to "Allow", then come back here.
phones-ios-title = First add it to the home screen
phones-ios-text = On an iPhone, add Dangban to the home screen and open it from there; then notifications can be switched on (iOS 16.4 or later).
phones-ios-how = How to add it
phones-ios-other-text = Open this address in Safari, add it to the home screen and open it from there; then notifications can be switched on (iOS 16.4 or later).
phones-in-app-title = Nothing can arrive here
phones-in-app-text = Pages inside WeChat, DingTalk and Feishu get no notifications. Open this in the phone's own browser.
phones-insecure-title = Not possible at this address
phones-insecure-text = Browsers allow notifications on https addresses only. Ask the administrator to give Dangban one.
phones-unsupported-title = This browser has no notifications
phones-unsupported-text = Use a recent Chrome, Edge, Firefox or Safari. Until then, urgent matters go to the work chat, or reach you by text or call.

phones-say-on = Notifications are on
phones-say-off = Notifications are off
phones-say-failed = That did not work. Reload the page and try again.
phones-say-no-service = This browser cannot reach its push service (common for Chrome in mainland China). Try Edge, Firefox or the phone's own browser; urgent matters go to the work chat or come by text.

phones-trial-title = Test
phones-trial-text = Send yourself one and watch how far it gets. You may lock the screen while you wait.
phones-trial-send = Send me a test
phones-trial-again = Send another
phones-trial-phone = Phone
phones-trial-sent = Sent
phones-trial-refused = Not sent. Switch notifications off and on again
phones-trial-arrived = Arrived on the phone
phones-trial-seen = You opened it
phones-trial-no-phone = Notifications are not on for any device, so only open pages got it. Switch them on above first.
phones-trial-silent = It was sent, but the phone did not get it. Check that the phone is online, that battery saving and do-not-disturb are off, and that the system allows this browser to notify you.

phones-push-title = News from Dangban
phones-push-body = Open Dangban to see it.
phones-push-kept = Your confirmation is kept and goes out as soon as there is a network.
phones-push-over = This is over. Tap to see how things stand.
phones-push-unknown = This browser's push service is not one we may use. Try Chrome, Edge, Firefox or Safari, or ask the administrator to allow it.
phones-push-keys = This browser gave incomplete details for notifications. Reload the page and switch them on again.

phones-nudge-title = Switch on notifications
phones-nudge-text = So that you can be called when it is urgent, even with Dangban closed.
phones-nudge-later = Later

phones-board = { $count ->
    [one] One phone cannot be reached: { $names }
   *[other] { $count } phones cannot be reached: { $names }
}
phones-floor-title = Whose phone can be reached
phones-floor-some = { $count ->
    [one] One phone cannot be reached. If it is urgent, call; or ask them to look at Me → Notifications.
   *[other] { $count } phones cannot be reached. If it is urgent, call; or ask them to look at Me → Notifications.
}
phones-floor-all = Everybody's phone can be reached.
phones-floor-not-proving = The department's rules do not test phones at clock-in; this only shows whether ordinary messages arrived.
phones-floor-nobody = Nobody is on shift now
phones-floor-nobody-why = No shift begins in the next 12 hours either.
phones-floor-here = Here
phones-floor-missing = Not here yet, shift began at { $at }
phones-floor-comes = Comes at { $at }
phones-state-proven = Reachable
phones-state-open = Page is open
phones-state-likely = Probably reachable
phones-state-silent = Not reachable
phones-state-off = Notifications off
phones-why-proven = The last notification arrived on { $at }.
phones-why-open = Dangban is open right now; once closed, nothing is certain.
phones-why-likely = The last notification arrived on { $at }; it is tested again at clock-in.
phones-why-silent = Notifications are on, but nothing confirms that they arrive.
phones-why-off = Only the work chat, a text or a call is left.
phones-by-number = Text or call possible
phones-not-by-number = Number not verified
