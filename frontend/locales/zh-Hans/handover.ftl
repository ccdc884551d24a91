## A log
handover-title = 交接班
handover-all = 交接班
handover-about = 每个班结束前，系统列出没做完的事。下班的人交，上班的人接。
handover-print = 打印
handover-sides = 谁交给谁
handover-end = { $at } 下班的班
handover-leaving = 交班
handover-coming = 接班，{ $at } 上班
handover-coming-nobody = 接班
handover-nobody = 班表上没有人
handover-not-yet = 未确认
handover-comma = 、
handover-closes = { $at } 前没有双方确认会自动关闭，并通知主管。
handover-was-closed = 到 { $at } 双方没有都确认，已自动关闭，并通知了主管。
handover-state-open = 交接中
handover-state-confirmed = 已交接
handover-state-unconfirmed = 未确认
handover-state-dropped = 班次已取消
handover-by-at = { $name } { $time } 已交班
handover-taken-at = { $name } { $time } 已接班
handover-open-count =
    { $count ->
        [0] 没有未完事项
       *[other] { $count } 项未完
    }
handover-nothing-open = 没有未完事项
handover-nothing-open-why = 没做完的事会自动列在这里。其他要交代的，写一条留言。
handover-open-it = 打开
handover-due-at = { $at } 前
handover-settled = { $at } 已办完
handover-taken-back = { $at } 已撤回
handover-taker = 谁来做
handover-taker-open = 谁接班谁做
handover-taker-none = 还没指定人
handover-taken-by = { $name }来做
handover-take-back = 撤回
handover-note-add = 给下一班留言
handover-note-text = 留言
handover-note-hint = 比如：快递下午五点还来一趟
handover-note-save = 添加留言
handover-do-leaving = 确认交班
handover-do-coming = 看过了，接班

## Where items come from
handover-source-note = 留言
handover-source-still-in = 还没打下班卡
handover-source-attendance = 待处理的打卡和更正
handover-source-callbacks = 要回电的客户
handover-source-messages = 没人确认的消息
handover-source-hotline = 热线
handover-open-still-in = { $name }的班 { $end } 结束，还没打下班卡。
handover-open-punch = { $name } { $at } 的打卡等待处理。
handover-open-correction = { $name }申请更正：{ $at }。
handover-open-callback =
    { $times ->
        [1] { $caller } { $at } 来电没接到，要回电。
       *[other] { $caller } 来电 { $times } 次没接到，最后一次 { $at }，要回电。
    }
handover-open-callback-held = { $caller } { $at } 来电没接到，{ $name }正在回电。
handover-open-hotline-now = 热线现在由{ $name }接，到 { $until }。
handover-open-hotline-office = 热线现在转到办公室，到 { $until }。
handover-open-hole = { $start } 到 { $end } 热线没有人接。

## On Today
handover-today-leaving = { $time } 下班前请交班
handover-today-coming = 请接 { $time } 下班的班
handover-not-yet-by = { $names }还没交班
handover-and-more = 还有 { $count } 项
handover-read-and-take = 看交接单，接班
handover-read-and-give = 看一遍，交班

## The list
handover-earlier = 更早的
handover-none-yet = 还没有交接记录
handover-none-yet-why = 班表上下一个班结束前，会自动生成第一份。

## Refusals
handover-closed = 这份交接已经关闭，不能再改。请当面告诉下一班，或写进下一份交接。
handover-not-leaving = 只有这时下班的人能交班。按班表你不在其中。
handover-not-coming = 只有下一班的人，或正在上班的人能接班。替班请先打上班卡。
handover-not-both = 不能自己交给自己，请对方的同事来确认。
handover-handed-over = 已经交班了。请当面告诉下一班，或写进下一份交接。
handover-taken-over = 已经有人接班了。
handover-not-yours = 只有交接双方能指定谁来做。
handover-note-empty = 请写下要交代的事。
handover-note-of-another = 只有写留言的人能撤回。
handover-taker-unknown = 这里没有这个人，请从名单里选。

## What orders leave open
handover-source-orders = 没处理完的订单
handover-source-order-problems = 订单问题
handover-open-order-free = 尾号 { $number } 的订单还没联系上顾客，没有人接。
handover-open-order-held = 尾号 { $number } 的订单还没联系上顾客，{ $name }在跟。
handover-open-order-check-free = 尾号 { $number } 的订单已联系，还没核对完，没有人接。
handover-open-order-check-held = 尾号 { $number } 的订单已联系，还没核对完，{ $name }在跟。
handover-open-order-problem = 尾号 { $number } 的订单，{ $point ->
    [address] 地址
    [phone] 电话
    [goods] 商品
    [payment] 付款
    [stock] 库存
   *[note] 备注
}有问题没处理完，{ $name ->
    [finance] 财务
    [leads] 主管
    [holder] 接单人
   *[other] { $name }
}负责。

## What after-sales leaves open
handover-source-cases = 售后
handover-open-case-check = { $case ->
    [exchange] 换货
    [refund] 退款
    [complaint] 投诉
    [review] 差评
    [follow-up] 回访
   *[return] 退货
}（{ $customer }）等另一位同事复核，{ $name }负责，期限 { $due }。
handover-open-case-late = { $case ->
    [exchange] 换货
    [refund] 退款
    [complaint] 投诉
    [review] 差评
    [follow-up] 回访
   *[return] 退货
}（{ $customer }）超时了，{ $name }负责，期限 { $due }。
handover-open-case-open = { $case ->
    [exchange] 换货
    [refund] 退款
    [complaint] 投诉
    [review] 差评
    [follow-up] 回访
   *[return] 退货
}（{ $customer }）还没处理完，{ $name }负责，期限 { $due }。
handover-open-case-more = 还有 { $count } 件售后要处理。
