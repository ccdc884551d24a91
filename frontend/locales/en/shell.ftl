shell-app-name = Dangban · the floor in your hand
shell-app-short-name = Dangban
shell-app-description = Who is on shift, who has come and what is due: in everyone’s phone.
shell-skip = Skip to content
shell-dock = Main navigation
shell-sidebar = Desk navigation
shell-toasts = Notices
shell-close = Close
shell-cancel = Cancel
shell-confirm = Confirm
shell-try-again = Try again
shell-go-department = Choose a department
shell-go-today = Go to Today
shell-go-back = Go back
shell-sign-in = Log in
shell-optional = optional

## The five places and the desk
shell-place-today = Today
shell-place-rota = Rota
shell-place-orders = Orders
shell-place-stock = Stock
shell-place-me = Me
shell-place-desk = Desk
shell-place-floor = Floor
shell-place-rota-edit = Rota editor
shell-place-cases = After-sales
shell-place-order-days = Saved days
shell-place-calls = Calls
shell-place-orders-desk = Orders
shell-place-attendance = Attendance
shell-place-handovers = Handovers
shell-place-order-imports = Order import
shell-place-messages = Messages
shell-place-hotline = Hotline
shell-place-people = People
shell-place-rules = Rules
shell-place-audit = Audit trail
shell-place-departments = Departments

## Live
shell-live-connecting = Connecting
shell-live-connecting-sentence = Connecting. The page will update by itself.
shell-live-live = Live
shell-live-live-sentence = Connected. Changes appear by themselves.
shell-live-offline = Offline
shell-live-offline-sentence = No network. You can still clock in: it is kept on this phone and sent when the network is back.
shell-live-stale = Offline: this is how things stood at { $time }
shell-live-waiting = { $count } waiting
shell-live-offline-waiting = Offline · { $count } waiting
shell-live-refused = { $count } came back

## Waiting to be sent
shell-waiting-title = Waiting to be sent
shell-outbox-kept = Kept on this phone at { $time }, sent when the network is back
shell-outbox-kept-toast = No network. Kept on this phone; it is sent by itself when the network is back.
shell-outbox-kept-later = The server could not take it just now. It is kept on this phone and sent again by itself.
shell-outbox-sent = Sent what was waiting ({ $count }).
shell-outbox-came-back = This was not recorded
shell-outbox-made-at = Made at { $time }
shell-outbox-dismiss = Got it
shell-outbox-discard = Do not send
shell-outbox-discard-ask = This has not been sent yet. Discard it for good?
shell-outbox-send-now = Send now
shell-outbox-nothing = Nothing is waiting: everything has arrived.
shell-outbox-unkeepable = This browser does not let us keep entries offline (private window?), so nothing was recorded. Please tap again when you are online.
shell-outbox-sign-in-first = Your session has ended. It is sent once you have logged in.

## What did not work
shell-no-network = No network, so this was not sent; your input is still on the page. Please try again when you are online.
shell-timed-out = No answer came in time. Please try again: nothing is recorded twice.
shell-server-error = The server did not answer properly; your input is still on the page. Please try again in a moment.
shell-error-bad-request = This request cannot be understood. Please go back and try again.
shell-error-sign-in = Your session has ended. Please log in again.
shell-error-forbidden = You do not have permission for this. If you need it, ask your manager.
shell-error-level =
    This needs the level “{ $needed ->
        [1] Ordinary
        [2] Back office
       *[3] Data administrator
    }”; yours is “{ $level ->
        [1] Ordinary
        [2] Back office
       *[3] Data administrator
    }”. You can ask for another under Me › Permission level.
shell-error-no-department = You have not entered a department. Choose one first, then open this page.
shell-error-not-found = What you look for is not here. It may have moved, or belong to another department.
shell-error-method = This address cannot be opened that way.
shell-error-too-large = The file is too large. Please choose a smaller one.
shell-error-too-many = That was too quick. Please wait a moment and try again.
shell-error-forgery = This page was open too long and its security token has expired. Nothing was recorded; please reload and try again.
shell-no-more = That was all.
shell-error-field = This does not fit: { $fields }. Please correct it and try again.
shell-error-unreadable = Something in this cannot be read. Please check it and try again.
shell-field-after = Where to read on
shell-field-before = Where to read on
shell-field-at = Time
shell-field-call = Call
shell-field-call-at = Agreed time
shell-field-day = Date
shell-field-first = First day
shell-field-last = Last day
shell-field-level = Permission level
shell-field-made-at = Time of the call
shell-field-month = Month
shell-field-order = Order
shell-field-overwrite = Whether to overwrite
shell-field-person = Person
shell-field-planned = Planned call
shell-field-request-key = This tap
shell-field-rotation = Rotation
shell-field-seen = What was seen
shell-field-sent-at = Time sent
shell-field-since = Start
shell-field-status = State
shell-field-until = End
shell-field-number = Number
shell-field-verb = Action
shell-field-week = Week
shell-field-whole = Whether with whole numbers
shell-error-does-not-fit = A number, a date or a character in this is beyond what can be kept. Nothing was recorded.
shell-error-database = The database cannot be reached for the moment. Nothing was recorded; it will be back shortly.
shell-error-unexpected = Something went wrong that we did not expect. Nothing was recorded; please try again, and if it persists give your administrator the number { $id }.
shell-refused-sign-in = Please log in
shell-refused-sign-in-next = You will come back to this page afterwards.
shell-refused-forbidden = Not yours to open
shell-refused-forbidden-next = If your work needs it, ask your manager for the permission.
shell-refused-not-found = Not found
shell-refused-not-found-next = Check the link, or start again from Today.
shell-refused-too-many = A little slower
shell-refused-too-many-next = Try again in a moment. Everything recorded so far is safe.
shell-refused-broken = Something broke
shell-refused-broken-next = It has been logged. Nothing recorded before is lost.
shell-refused-away = Back in a moment
shell-refused-away-next = You can clock in as usual: it is kept on this phone and sent when we are back.
shell-refused-other = That did not work
shell-refused-other-next = Nothing recorded before is lost.
shell-offline-title = You are offline
shell-offline-text = This page is not on your phone yet. Today, Rota and Me stay readable once opened, and you can clock in as usual.
shell-offline-again = Try again
shell-offline-today = Open Today

## Place
shell-place-locating = Finding your position…
shell-place-refused = No permission for your position. The punch is sent as unverified; your lead will confirm it.
shell-place-unknown = Your position could not be found. The punch is sent as unverified; your lead will confirm it.

## Small things
shell-copied = Copied
shell-copy-failed = Could not copy. Press and hold the text to copy it.
shell-share-address = Link
shell-share-copy = Copy link
shell-share-send = Send it
shell-update = A new version is ready.
shell-update-now = Refresh
shell-language = Language
shell-theme = Appearance
shell-theme-auto = System
shell-theme-paper = Light
shell-theme-ink = Dark
shell-passkey-failed = The passkey did not work. Please try again or use your password.
shell-passkey-cancelled = Cancelled; nothing has changed.
shell-passkey-known = This device already has your passkey.
shell-passkey-unsupported = This browser does not support passkeys. Please use your password.
shell-due-minutes = { $n } min
shell-due-hours = { $n } h
shell-due-days = { $n } d
shell-due-over = over

## Opened inside another app
shell-in-app-text = Inside WeChat, DingTalk and the like this app can neither be installed nor remind you. Please open it in your browser.
shell-in-app-copy = Copy address
shell-in-app-close = Continue here

## Onto the phone
shell-install-title = Install on your phone
shell-install-why = Once installed it opens like any app, and without a network you can still read the rota and clock in. It is small and needs no app store.
shell-install-now = Install
shell-install-installed = Installed: you are using it as an app.
shell-install-android = Android (Chrome, Edge, Samsung Internet)
shell-install-android-1 = Open this page in the browser and tap the menu at the top right.
shell-install-android-2 = Choose “Install app” or “Add to Home screen”.
shell-install-android-3 = Find Dangban on your home screen and open it from there.
shell-install-ios = iPhone, iPad (Safari)
shell-install-ios-1 = Open this page in Safari and tap the Share button at the bottom.
shell-install-ios-2 = Scroll down and choose “Add to Home Screen”.
shell-install-ios-3 = Tap “Add” and open it from the home screen from now on.
shell-install-ios-other = This is not Safari. If its menu has no “Add to Home Screen”, copy the address and open it in Safari.
shell-install-desktop = Computer (Chrome, Edge)
shell-install-desktop-1 = Click the install icon at the right of the address bar, or choose “Install Dangban” in the menu.
shell-install-desktop-2 = In Safari on a Mac choose “File → Add to Dock”.
shell-install-in-app = WeChat, DingTalk, WeCom, Feishu
shell-install-in-app-1 = Tap “…” at the top right and choose “Open in browser”.
shell-install-in-app-2 = If it is not there, copy the address and paste it into your phone’s browser.
shell-install-copy = Copy address

shell-api-title = API reference
shell-api-eyebrow = Whatever a screen does, /api/v1 does with a token
shell-file-choose = Choose file
shell-file-none = none yet
