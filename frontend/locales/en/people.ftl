people-title = People
people-ways = Managing people
people-export = Export list
people-export-name = Dangban people
people-search = Find
people-search-hint = Name, mobile, employee number or login
people-any = Any
people-pages = Pages
people-before = Previous
people-after = Next
people-none-found = Nobody fits
people-none-found-why = Try another spelling, or ask for less.
people-show-all = Show everybody
people-empty = Nobody is here yet
people-empty-why = Add a colleague and hand over the invitation link or QR code. Many people at once come in from a spreadsheet.
people-no-post = No post yet
people-admin = Company administrator
people-save = Save
people-reason = Reason
people-comma = {", "}
people-colon = {": "}
people-until = valid until { $at }

## Fields
people-field-name = Name
people-field-login = Login
people-field-mobile = Mobile
people-field-employee_number = Employee number
people-field-post = Post
people-field-role = Role
people-field-level = Level
people-field-state = State
people-field-joined_on = Joined on

## States
people-state-all = Everybody
people-state-invited = Not in yet
people-state-active = Active
people-state-leaving = Leaving
people-state-left = Left

## Hiring
people-hire = Add somebody
people-hire-now = Add, then invite
people-post-brings-role = The role comes with the post.
people-login-made = Left empty, it becomes the employee number, else the mobile number.

## One person
people-particulars = Particulars
people-correct = Correct
people-move = Change post
people-move-now = Change the post
people-role-of-post = As the post says
people-access = Log-in and devices
people-open-sessions = Open log-ins
people-open-link = Unused link
people-invite-join = Make invitation link
people-invite-login = Make a link to get in again
people-invitations-title = Invitations
people-password-lent = Ask for a new password
people-password-lent-ask = Was { $name }’s password lent out with approval, or may others know it? They must set a new one before anything else.
people-logout = Log out everywhere
people-logout-ask = Log { $name } out on all devices? They will have to log in again.

## Leaving
people-leaving-title = Leaving
people-leaving-about = Told ahead, with time to hand over; at the end of the last day every log-in and device ends. Records stay.
people-leaving-what = In the handover, open tasks, goods and accounts go to somebody by name. At the end of the last day every log-in and device ends.
people-notice-on = Notice given
people-handover-from = Handover from
people-last-day = Last day
people-last-day-hint = By the rules, notice is given a month ahead.
people-notice-give = Register leaving
people-notice-change = Change the dates
people-short-reason = Reason for short notice
people-short-reason-hint = Needed only when the notice is shorter than the rules ask for.
people-notice-is-short = The notice is shorter than the rules ask for; the reason is on record.
people-shifts-after =
    { $count ->
        [one] One shift is planned after the last day. Please change the rota.
       *[other] { $count } shifts are planned after the last day. Please change the rota.
    }
people-stays = Withdraw the notice
people-stays-ask = { $name } stays?
people-leave-now = End access now
people-leave-now-what = Every log-in, device, invitation and API token of { $name } ends at once. What they did stays on record.
people-leave-now-do = End access now
people-left-on = Left on { $day }. What they did stays under their name.
people-back = Take back
people-back-ask = { $name } works here again? The old password and devices no longer count; invite them anew.

## Levels
people-level-1 = Ordinary
people-level-2 = Back office
people-level-3 = Data administrator
people-level-1-about = Look up what is published, clock in, ask for corrections.
people-level-2-about = Enter, change and decide within one's remit.
people-level-3-about = Back up, restore and check all data.
people-level-allows = Allowed now
people-level-withheld = In the role too, but usable only at the level “{ $level }”
people-level-stays = The level is still “{ $level }”: it does not follow the post. Some of what the new role may do needs the level “{ $needed }”; ask for it below.
people-level-mine = My level
people-level-admin = Levels do not bind company administrators.
people-level-title = Permission level
people-levels-title = Levels
people-levels-three = The three levels
people-levels-empty = Nobody has asked for another level
people-levels-empty-why = Ask for one here or on a person's page; it is decided here.
people-level-how = Another level needs the marketing director and IT to agree; special settings need the general manager. Who asked and whom it concerns cannot decide, and the two sides are two people. Whoever joins begins at Ordinary or Back office, as the role needs; another post later does not change the level.
people-level-ask = Ask for another level
people-level-ask-now = Ask
people-level-wanted = Level wanted
people-special = Special settings
people-special-hint = What is needed beyond the level. Filled in, the general manager decides too.
people-level-withdraw = Withdraw
people-level-withdraw-ask = Withdraw this request?
people-asked-by = Asked by { $name }, { $at }
people-side-marketing = Marketing director
people-side-it = IT
people-side-general = General manager
people-side-waiting = waiting
people-decide-for = Decide for: { $side }
people-decide-note = Remark (needed for a no)
people-decide-yes = Agree
people-decide-no = Decline
people-outcome-open = Being decided
people-outcome-approved = In force
people-outcome-rejected = Declined
people-outcome-withdrawn = Withdrawn

## Posts
people-posts-title = Posts
people-posts-empty = There are no posts yet
people-posts-empty-why = Add a post, then give it to somebody.
people-post-add = Add a post
people-post-edit = Change { $post }
people-post-under = reports to { $post }
people-post-vacant = { $count } vacant
people-post-archived = Archived
people-post-zh = Name in Chinese
people-post-en = Name in English
people-post-role-hint = Another role goes to everybody who holds the post.
people-post-superior = Reports to
people-post-headcount = Headcount
people-post-code = Code
people-post-code-hint = Small letters, digits and dashes, for instance after-sales. It never changes.
people-post-archive = Archive this post
people-post-archive-ask = Archive { $post }? Earlier records stay as they are.
people-post-restore = Restore { $post }

## Import
people-import-title = Import
people-import-file = Spreadsheet
people-import-limits = CSV or XLSX, at most { $rows } rows and { $megabytes } MB.
people-import-check = Preview the outcome
people-import-safe = Nobody is changed yet: first every row's outcome is shown, then you confirm.
people-import-past = Imports so far
people-import-past-who =
    { $rows ->
        [one] { $name }, { $at }, one row
       *[other] { $name }, { $at }, { $rows } rows
    }
people-import-past-program = The system
people-import-past-open = Not carried out; nobody was changed
people-import-columns = Columns
people-import-about-name = needed
people-import-about-login = may be empty: employee number or mobile
people-import-about-mobile = may be empty
people-import-about-employee_number = may be empty
people-import-about-post = a post's name or code
people-import-about-joined_on = for instance 2026-11-02
people-import-posts = Posts:
people-import-sample = Download a sample
people-import-another = Choose another file
people-import-fates = Row by row
people-import-line = Row { $line }
people-fate-new = New
people-fate-changed = Changed
people-fate-unchanged = Unchanged
people-fate-refused = Wrong
people-import-blocked =
    { $count ->
        [one] One row must be corrected; until then no row is imported. Correct it in the spreadsheet and upload it again.
       *[other] { $count } rows must be corrected; until then no row is imported. Correct them in the spreadsheet and upload it again.
    }
people-import-ready = Nobody has been changed yet. Check each row; confirming imports all of them at once.
people-import-nothing = Everybody in this file is here already, with nothing to change.
people-import-ignored = Columns not used: { $headings }
people-import-confirm =
    { $count ->
        [one] Import one person
       *[other] Import { $count } people
    }
people-import-done = Imported { $at }: { $added } added, { $changed } changed.
people-import-invite =
    { $count ->
        [one] Invite the new one
       *[other] Invite the { $count } new ones
    }
people-import-no-file = Choose a file first.
people-import-too-large = The file is too large; { $megabytes } MB at most.
people-import-too-long = Too many rows; { $limit } at most. Import them in parts.
people-import-empty = There is nobody in this file: the first row names the columns, then one person per row.
people-import-no-name = There is no column “Name”. The first row names the columns, for instance Name, Mobile, Employee number, Post, Joined on.
people-import-heading-twice = The column “{ $heading }” is there twice. Keep one.
people-import-unreadable = This file cannot be read. Save it as CSV (UTF-8) or XLSX and try again.
people-import-old-excel = This is an old XLS file. Save it as XLSX and try again.
people-import-has-left = { $name } has left. Take them back on their page first.
people-import-repeated = the same as in row { $line }
people-import-has-faults = Some rows must still be corrected; no row was imported.
people-import-changed = People have changed since this was shown; no row was imported. Reload the page, check the new outcome, then confirm.

## Done
people-done-hired = Added. Now hand over the invitation link.
people-done-corrected = Corrected.
people-done-moved = The post is changed; rights follow at once.
people-done-notice = The dates are registered.
people-done-stays = The notice is withdrawn.
people-done-password-lent = A new password will be asked for with the next step.
people-done-left = Access has ended on every device.
people-done-back = Back again. Please invite them anew.
people-done-logged-out = Logged out on all devices.
people-done-level-asked = Asked. Both sides decide now.
people-done-level-answered = Your answer is recorded; the other side is still to answer.
people-done-level-approved = Both sides have agreed; the new level is in force.
people-done-level-rejected = Recorded: declined.
people-done-level-withdrawn = The request is withdrawn.
people-done-post-added = The post is added.
people-done-post-changed = The post is changed.
people-done-post-archived = The post is archived.
people-done-post-restored = The post is back.

## Refused
people-name-missing = Please give a name.
people-name-wrong = A name is one line of at most { $limit } characters.
people-login-missing = Give a login, or an employee number or mobile to make one from.
people-login-wrong = “{ $login }” cannot be a login: 2 to 48 letters, digits or . - _ @.
people-login-taken = Somebody has this login already. Please choose another.
people-mobile-wrong = “{ $mobile }” is not a mobile number: 11 digits in mainland China, elsewhere beginning with +.
people-mobile-shortened = The spreadsheet has shortened the mobile “{ $mobile }”. Make the column text and fill it in again.
people-mobile-taken = This mobile belongs to somebody else here.
people-number-wrong = An employee number has at most { $limit } characters and is not a shortened number.
people-number-taken = This employee number belongs to somebody else here.
people-date-wrong = “{ $date }” is not a date. Write 2026-11-02.
people-date-missing = Please give the date.
people-post-unknown = There is no post “{ $post }”. Add it first, or name one that exists.
people-role-unknown = The rules know no role “{ $role }”.
people-own-role = Nobody changes their own role. Ask another manager.
people-has-left = { $name } has left; nothing can be changed any more.
people-is-admin = { $name } is a company administrator; only administrators change that.
people-last-manager = Then nobody could manage people and rules here. Make another colleague a manager first, with the back-office level.
people-last-admin = This is the last company administrator. Add another one first.
people-last-day-past = The last day cannot lie before today or before the notice.
people-notice-short = The notice is too short: by the rules { $needed } at the earliest. If it must be sooner, give the reason.
people-no-notice = No notice is registered.
people-reason-missing = Please give the reason.
people-own-leaving = You cannot end your own access. Ask another manager.
people-never-left = { $name } has not left.
people-level-unknown = Please choose a level.
people-level-same = { $name } has this level already.
people-level-open = A request for { $name } is still being decided.
people-level-not-yours = This request is not yours to decide.
people-level-ended = This request has ended.
people-level-answered = This side has answered already.
people-level-own = Nobody decides what they asked for, or about themselves.
people-level-two-people = You have answered for the other side: two sides are two people.
people-post-code-wrong = A code begins with a small letter and has small letters, digits and dashes only.
people-post-code-taken = The code “{ $code }” exists already.
people-post-name-missing = Please name the post.
people-post-circle = The reporting lines would go in a circle. Choose another superior.
people-post-held =
    { $count ->
        [one] Somebody holds this post. Give them another one first.
       *[other] { $count } people hold this post. Give them another one first.
    }
people-post-has-others = Other posts report to this one. Change that first.
people-headcount-wrong = The headcount is a whole number from 0 to 999.
