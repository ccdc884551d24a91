# Messages: who is told what, when and how

message-hotline-duty-title = Hotline duty: please confirm
message-hotline-duty-body = From { $start } to { $end } the 400 number rings your mobile. Tap “Understood” to confirm.
message-hotline-duty-push = It is your turn on the hotline. Please confirm.
message-hotline-hole-title = Nobody is on hotline duty
message-hotline-hole-body = From { $start } to { $end } nobody is rostered for the hotline; calls follow the fallback list. Please find somebody.
message-hotline-hole-push = Nobody is on hotline duty for a while. Please find somebody.
message-hotline-drift-title = The hotline points elsewhere
message-hotline-drift-body = It should reach { $wanted }, the telephone system says { $found }. It is being put right; please have a look.
message-hotline-drift-push = The hotline differs from its plan and is being put right.
message-hotline-taken-title = Somebody took the hotline over
message-hotline-taken-body = { $name } has it until { $end }. No calls come to you meanwhile.
message-hotline-taken-push = Somebody took the hotline over from you.
message-hotline-assigned-title = Hotline duty for you
message-hotline-assigned-body = You have the hotline from { $start } to { $end }. You are asked to confirm shortly before it begins.
message-hotline-assigned-push = You were given hotline duty.
message-hotline-unconfirmed-title = Nobody confirmed hotline duty
message-hotline-unconfirmed-body = Nobody has confirmed the duty from { $start }. Calls go to { $name } as planned, then down the fallback list. Please ring them.
message-hotline-unconfirmed-push = Nobody has confirmed hotline duty. Please have a look.
message-hotline-away-title = The hotline’s telephone system does not answer
message-hotline-away-body = It has not answered since { $since }. Calls follow the last plan; changes do not arrive until it is back.
message-hotline-away-push = The hotline’s telephone system does not answer. Calls follow the last plan.
message-hotline-repaired-title = The hotline is as it should be
message-hotline-repaired-body = What was wrong since { $since } has been put right.
message-hotline-repaired-push = The hotline is as it should be again.
message-hotline-missed-call-title = Missed call on the hotline
message-hotline-missed-call-body = { $caller } called at { $called } and reached nobody. Please call back.
message-hotline-missed-call-push = A call was missed. Please call back.
message-hotline-callback-overdue-title = A call-back is overdue
message-hotline-callback-overdue-body = { $caller } called at { $called }, and nobody has called back.
message-hotline-callback-overdue-push = Nobody has answered a missed call yet.
message-phone-unreachable-title = A colleague’s phone hears nothing
message-phone-unreachable-body = Pushes do not reach { $name }’s phone. Call if it is urgent.
message-phone-unreachable-push = Pushes do not reach a colleague’s phone.
message-handover-due-title = Time to hand over
message-handover-due-body = Your shift ends at { $end }. The handover is listed; please look through it and confirm.
message-handover-due-push = Your shift ends soon. Please confirm the handover.
message-handover-waiting-title = A shift to take over
message-handover-waiting-body = The shift that ended at { $end } is listed for you; please read it and confirm.
message-handover-waiting-push = A handover waits for you. Please read it and confirm.
message-handover-unconfirmed-title = A handover nobody confirmed
message-handover-unconfirmed-body = The shift that ended at { $end } was not handed over by both sides.
message-handover-unconfirmed-push = A handover was not confirmed.
message-attendance-waiting-title = A punch waits for you
message-attendance-waiting-body = A punch of { $name } needs your decision.
message-attendance-waiting-push = A punch needs your decision.
message-rota-published-title = Your rota has changed
message-rota-published-body = The rota of { $month } is out: { $days ->
    [one] one of your days has
   *[other] { $days } of your days have
} changed.
message-rota-published-push = The rota is out and your days have changed.
message-audit-head-title = Audit trail sealed
message-audit-head-body = { $day }: sealed up to batch { $seals }, checksum { $head }. Keep this message.
message-audit-head-push = The audit trail was sealed.
message-test-title = A test
message-test-body = This phone can be reached.
message-test-push = This phone can be reached.

messages-over = This is over; nothing has to be confirmed any more.
messages-fault-channel = There is no channel “{ $given }”. Choose one from the list.
messages-fault-who = “{ $given }” is nobody we know. Choose from the list.
messages-fault-twice = Each entry may come once. Remove the second one.
messages-fault-no-step = At least one step must reach people who have no page open.
messages-fault-too-soon = Wait at least one minute before somebody else is told.
messages-fault-many = At most { $most } steps. Remove some.
messages-fault-time = Times lie between 0 and { $most } hours. Change this one.

messages-understood = Understood
messages-bundle = { $count } new messages
messages-for = { $names }:{" "}
messages-robot-test = [Test] Dangban can speak in this group.

messages-name-needed = Give it a name that everybody knows it by.
messages-robot-vendor = Choose WeCom, DingTalk or Feishu.
messages-robot-group = Choose who is in that group.
messages-robot-address = That address will not do. Copy the whole webhook address from the robot’s settings.
messages-provider-channel = Choose texts or calls.
messages-provider-wrong = It cannot be sent like this: { $why }. Compare it with the vendor’s documentation.
messages-provider-no-number = The test goes to your own mobile. Verify your number first.
