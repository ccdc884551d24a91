days-title = 每日订单存档
days-eyebrow = 每天 { $at } 自动封存，没有订单的日子也有一份
days-next = 下一份
days-next-at = { $day }，{ $at } 存档
days-overdue = { $day } 的订单还没有存档
days-overdue-why = 系统会每分钟重试。一直不成功，请检查服务器磁盘。
days-chain-waiting = { $waiting ->
    [0] 全部已封存
   *[other] { $waiting } 条待封存
}
days-list = 存档
days-none = 还没有存档
days-none-why = 到了存档时间，当天的订单会自动存成一份文件，出现在这里。
days-orders = { $count } 单
days-paid = 已付款 { $count } 单
days-empty-day = 当天没有订单
days-late-at = { $at } 补存
days-span = { $since } 至 { $until }
days-state-there = 已存档
days-state-missing = 文件不见了
days-state-removed = 到期已删除
days-checksum = 校验码
days-download = 下载
days-download-why = 文件里有顾客的完整资料，每次下载都会记录在案。
days-more = 更早的
days-verify = 立即核验
days-whole = 订单完整，没有被改动
days-walked = 已核验 { $seals } 批 { $entries } 条记录和全部每日存档
days-walked-removed = 其中 { $rows } 条到期记录已按规定删除
days-broken = 核验没有通过
days-head = 封存校验码（抄一份放在系统之外）
days-sealed = 已封存 { $seals } 批
days-sealed-at = 最近一次 { $at }
days-sealed-never = 还没有可封存的订单
days-file-missing = 这一天的存档文件不见了。请告诉数据管理员，从备份中找回。
days-file-removed = 这一天的订单已过保存年限，存档已按规定删除。
orders-broken-altered = 第 { $seal } 批中的{ $table ->
    [customer_order] 订单 { $number }
    [order_event] 订单 { $number } 的一条经过
    [amendment] 订单 { $number } 的一条更正
    [order_case_event] 售后 #{ $number } 的一步
    [order_day] 一条每日存档记录
   *[other] 一条删除记录
}（{ $table }:{ $id }）被改动过。请保持原样，通知数据管理员。
orders-broken-removed = 第 { $seal } 批中的{ $table ->
    [customer_order] 一个订单
    [order_event] 订单的一条经过
    [amendment] 订单的一条更正
    [order_case_event] 售后的一步
    [order_day] 一条每日存档记录
   *[other] 一条删除记录
}（{ $table }:{ $id }）被删掉了。请保持原样，通知数据管理员。
orders-broken-stray = { $table ->
    [customer_order] 订单 { $number }
    [order_event] 订单 { $number } 的一条经过
    [amendment] 订单 { $number } 的一条更正
    [order_case_event] 售后 #{ $number } 的一步
    [order_day] 一条每日存档记录
   *[other] 一条删除记录
}（{ $table }:{ $id }）是封存之后塞进去的。请保持原样，通知数据管理员。
orders-broken-seal-missing = 第 { $seal } 批的封条不见了。请保持原样，通知数据管理员。
orders-broken-chain = 第 { $seal } 批的封条与前一批接不上。请保持原样，通知数据管理员。
orders-broken-column = 数据库里的列 { $number } 不见了，无法核验。请保持原样，通知数据管理员。
orders-broken-file = { $day } 的存档文件被改动过。请保持原样，通知数据管理员。
orders-broken-file-missing = { $day } 的存档文件不见了。请保持原样，通知数据管理员。
orders-broken-day-chain = { $day } 的存档记录与前一天接不上。请保持原样，通知数据管理员。
audit-verb-order-day-taken-out = 下载每日订单存档
audit-verb-orders-removed = 删除到期订单
audit-verb-orders-verified = 核验订单
audit-subject-order-day = 每日订单存档
audit-key-orders = 订单数
audit-key-before = 早于
audit-key-cases = 售后件数
audit-key-said-by = 命令来自
audit-key-whole = 完整
orders-broken-head = { $day } 的存档里记下的封存校验码与现在的订单链对不上：整条链被重做过，或文件被换过。请保持原样，通知数据管理员。
orders-unguarded = 数据库里这些表失去了保护：{ $tables }。触发器被关掉，或有人另加了触发器、规则、子表。恢复之前，里面的记录都不可靠，请马上通知数据管理员。
