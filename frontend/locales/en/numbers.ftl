## My own number
numbers-mine = My mobile number
numbers-mine-verified = Verified
numbers-mine-unverified = Not verified yet
numbers-mine-missing = No mobile on file
numbers-mine-waiting = Being verified
numbers-why = The hotline rings only numbers that have been read back. It takes one short call.
numbers-verified-on = Verified on { $day }
numbers-verified-by = read back to { $name }
numbers-verified-message = by message
numbers-changes = If the number changes, a manager enters the new one, and it is verified again.
numbers-missing-why = Ask a manager to enter your mobile number; then verify it here.
numbers-start-call = Show me a code
numbers-start-call-how = A lead rings this mobile; you read the code out.
numbers-start-message = Send me a code
numbers-start-message-how = The code comes to this mobile as a message; type it in here.
numbers-code = Code
numbers-code-is = Your code
numbers-code-read = Stay where you are: a lead will ring { $mobile }. Read these six digits out. Tell them to nobody who has not rung you on this mobile.
numbers-code-sent = The code is on its way to { $mobile }.
numbers-code-not-sent = The message did not go out. Have a new code sent, or show one here and have a lead ring you.
numbers-sms-text = Dangban: your code is { $code }, valid for 10 minutes. Tell it to nobody.
numbers-call-text = This is Dangban. Your code is { $code }. Once more: { $code }.
numbers-code-until = valid until { $time }
numbers-tries-left =
    { $left ->
        [one] One try left
       *[other] { $left } tries left
    }
numbers-code-new = Make a new code
numbers-type-in = Verify

## The leads' side
numbers-title = Mobile numbers
numbers-about = Ring the mobile, have the six digits read out that stand on the person’s screen, and type them here.
numbers-state-verified = Verified
numbers-state-waiting = Waits for your call
numbers-state-unverified = Not verified
numbers-state-missing = No mobile
numbers-person-unverified = { $name } opens Me, My mobile number, and shows a code; then ring this mobile.
numbers-person-own = This is your own number. Another lead verifies it.
numbers-person-message = { $name } has been sent a code as a message and types it in.
numbers-ring = Ring { $mobile }
numbers-heard = The code you hear
numbers-verify = Verify
numbers-count = { $verified } of { $all } verified
numbers-empty = Nobody is here yet
numbers-empty-why = Add people first; then their mobiles can be verified.
numbers-enter-mobile = Enter it

## What was done
people-done-number-verified = The number is verified. The hotline may ring it now.

## Refusals
numbers-no-message = Codes cannot be sent as messages here: no provider is set up. Show a code and have a lead ring you.
numbers-no-mobile = No mobile number of yours is on file. Ask a manager to enter it first.
numbers-already = This number is verified already. Nothing more to do.
numbers-wait =
    { $minutes ->
        [one] Too many codes in a short time. Try again in one minute.
       *[other] Too many codes in a short time. Try again in { $minutes } minutes.
    }
numbers-no-code = { $name } shows no valid code now. Ask them to open Me, My mobile number, and show a new one.
numbers-no-code-mine = No valid code is out. Have a new one sent.
numbers-own = Nobody verifies their own number. Ask another lead to ring you.
numbers-code-wrong =
    { $left ->
        [one] That is not the code. One try left; have it read out once more.
       *[other] That is not the code. { $left } tries left; have it read out once more.
    }
numbers-code-spent = That is not the code, and it was the last try. Have a new code made.
