## The command line

cli-help = Dangban: the shop floor of a department in everybody's phone.
cli-up-help = Start everything and keep it running: PostgreSQL, Redis, web and worker. Ctrl-C stops it all.
cli-up-demo = Create the demo department, or do not, without asking.
cli-web-help = Run one web process (the databases come from DATABASE_URL and REDIS_URL).
cli-web-from-seed = The database or Redis is away. Until it is back only telephone vendors are answered, with the last known hotline plans.
cli-worker-help = Run the worker: what happens later and by itself.
cli-migrate-help = Bring the database up to date.
cli-migrated = The database is up to date.
cli-demo-help = Create the demo department; its log-ins are shown once.
cli-demo-exists = There is a demo department already; its passwords are not kept in clear. "dangban login-link LOGIN" lets you in.
cli-demo-json = Print the log-ins as JSON.
cli-demo-working = Creating the demo department
cli-admin-help = Make a company administrator and a one-time link for them.
cli-admin-name = Their name; otherwise the log-in name.
cli-admin-made = { $name } is a company administrator now. This link sets their password, once:
cli-link-help = Make a one-time link for somebody who has lost their password.
cli-link-made = This link lets { $name } in, once:
cli-link-until = It works until { $until }.
cli-token-help = Make an API token that acts as this person.
cli-token-name = What the token is for.
cli-token-days = Days until it ends; otherwise it has no end.
cli-token-made = The token of { $login }; it is shown only now:
cli-settings-help = List every setting with its value, its default and its meaning.
cli-settings-markdown = As a Markdown table, without values.
cli-settings-name = Setting
cli-settings-value = Value
cli-settings-default = Default
cli-settings-meaning = Meaning
cli-setting-wrong = { $name }={ $value } cannot be used: { $reason }.
cli-setting-number = a whole number is wanted
cli-setting-least = it must be { $ge } or more
cli-setting-most = it must be { $le } or less
cli-setting-one-of = it must be one of { $expected }
cli-setting-fault = { $message }
cli-verify-help = Check the audit trail and the orders, link by link, the files of the days, and that the database refuses changes. Exit code 1 if something is wrong.
cli-verify-walking = Checking the audit trail and the orders
cli-verify-company = the company
cli-verify-whole = Department { $department }, { $chain ->
    [orders] orders
   *[other] audit trail
}: whole. { $events } entries in { $seals } batches; head { $head }.
cli-verify-removed = Department { $department }: { $rows } of these entries were removed after the years that are kept; the removals are on record.
cli-verify-broken = Department { $department }, { $chain ->
    [orders] orders
   *[other] audit trail
}: BROKEN. { $why }
cli-verify-nothing = Nothing is sealed yet.
cli-verify-head = A head or checksum that left the system, from the managers’ group or a note (repeatable): is it in the chains of today?
cli-verify-no-head = “{ $said }” is no head: copy at least { $least } hexadecimal digits of it.
cli-verify-head-known = Head { $head }: known. Whatever was sealed until then is what it was, if its chain is whole.
cli-verify-head-unknown = Head { $head }: UNKNOWN. If it was copied rightly, the chain was made anew since then. Leave everything as it is.
cli-verify-unguarded = NOT GUARDED. { $why }
cli-judge-help = What would the rules say about the day in FILE (JSON; - is standard input)?
cli-judge-preset = The set of rules.
cli-judge-zone = Time zone of the wall clock, for instance Asia/Shanghai; otherwise that of the set of rules.
cli-judge-preset-unknown = There is no set of rules named { $preset }. There are: { $known }.
cli-judge-zone-unknown = { $zone } is no time zone. Write it as in Asia/Shanghai.
cli-judge-not-json = That is not JSON: { $reason }.
cli-bench-help = Measure how fast it is here, as ratios to bare endpoints in the same run.
cli-bench-seconds = Length of each round.
cli-bench-rounds = Rounds; the median counts.
cli-bench-punches = Punches of the large database.
cli-bench-sockets = Open websockets.
cli-bench-phones = phones on shift
cli-bench-messages = messages to send
cli-bench-orders = Old orders of the large database.
cli-bench-workers = worker processes
cli-bench-only = only one part: taps (clock-in and pages), orders or messages
cli-bench-working = Measuring
cli-bench-figure = Figure
cli-bench-value = Measured
cli-bench-target = Wanted
cli-bench-detail = Detail
cli-replay-help = Play the orders of an export FILE into the running system, with simulated agents, in a department of their own.
cli-replay-url = Address of the running system; otherwise this machine's.
cli-replay-speed = How many times faster than the day was.
cli-replay-agents = Simulated agents.
cli-replay-department = Name of the department that is founded for it and dissolved at the end.
cli-replay-hour = Only the orders of this hour (0 to 23), or "busiest".
cli-replay-minutes = Minutes within which a customer must be reached.
cli-replay-pace = Seconds that a simulated call takes; the check takes as long.
cli-replay-yes = Play into a system that is not on this machine.
cli-replay-name = Replay
cli-replay-not-here = { $url } is not on this machine. Nothing was sent; say --yes if you mean it.
cli-replay-hour-unknown = { $hour } is no hour. Give 0 to 23, or "busiest".
cli-replay-empty = There are no orders to play in { $file }.
cli-replay-taken = A department named { $name } is there already. A replay makes its own: give another name.
cli-replay-begins = { $count } orders, { $agents } agents, the last order after { $minutes } minutes.
cli-replay-figure-sent = Sent
cli-replay-figure-accepted = Accepted, to be worked on
cli-replay-figure-lost = Lost
cli-replay-figure-held-twice = Held twice
cli-replay-figure-deadline-errors = Deadline errors
cli-replay-figure-faults = Answers that should not be
cli-replay-figure-reached = Confirmed / warned / missed
cli-replay-figure-races = Taps that came second
cli-replay-figure-screens = From intake to the screens, p50 / p99 (screens, − never shown there)
cli-replay-figure-requests = Requests, p50 / p99
cli-replay-figure-seconds = Seconds
replay-file-unknown = Nobody knows the headings of this file. Give an export of Taobao, JD or Douyin.
cli-doctor-help = Check everything and say how to mend what is not right.

## Starting and stopping

launch-step-postgres = PostgreSQL
launch-step-redis = Redis
launch-step-migrate = Database brought up to date
launch-step-demo = Demo department
launch-step-programs = Web and worker
launch-ready = Dangban is ready at { $address } (after { $seconds } s)
launch-logins = Log-ins of the demo department
launch-login-name = Name
launch-login-role = Role
launch-login-login = Log-in name
launch-login-password = Password
launch-logins-once = These passwords are shown only now. Lost one? dangban login-link LOGIN
launch-phone-hint = Only this computer can open it. For phones in the same network: DANGBAN_HOST=0.0.0.0 make up
launch-https-hint = Over plain HTTP a phone neither installs the app nor keeps taps offline: see "HTTPS" in the README.
launch-stop-hint = Ctrl-C stops everything.
launch-stopping = Stopping …
launch-stopped = Everything has stopped.
launch-demo-question = Create a demo department to look around in? [Y/n]
launch-part-fell = { $name } has stopped: { $reason } – starting it again in { $seconds } s
launch-part-again = { $name } is running again.
launch-leftover = Ending { $name } (process { $pid }), left behind by a copy that was killed.
launch-little-space = Only { $free } MB are left on the disk of { $folder }.

launch-already-running = Dangban is running on { $folder } already (process { $pid }): { $address }
launch-port-in-use = Port { $port } is in use by another program. Choose another one: DANGBAN_PORT={ $other } make up
launch-port-forbidden = Port { $port } needs rights that this account does not have. Choose one above 1023: DANGBAN_PORT=8000 make up
launch-host = Cannot listen on { $host }: { $reason }. Check DANGBAN_HOST.
launch-disk-full = The disk of { $folder } is full: { $free } MB free, { $needed } MB needed. Make room, or choose another folder: DANGBAN_DATA_DIR=…
launch-disk-full-now = The disk is full ({ $folder }). Make room and start again; nothing was damaged.
launch-data-folder = Cannot write to the data folder { $folder }: { $reason }. Choose another one: DANGBAN_DATA_DIR=…
launch-socket-folder = { $folder } belongs to somebody else. Remove it, or choose a shorter DANGBAN_DATA_DIR.
launch-no-account = PostgreSQL does not run as root, and there is no account "dangban" or "nobody" to lend it. Make one: useradd --system dangban
launch-postgres-missing = The embedded PostgreSQL is not installed. Run "make install", or name your own in DATABASE_URL.
launch-postgres-version = { $folder } was made by PostgreSQL { $found }, this is { $wanted }. Nothing was changed. Start the earlier version once more and dump it, or choose another DANGBAN_DATA_DIR.
launch-postgres-foreign = { $folder } holds files that are no PostgreSQL database. Nothing was changed. Move them away, or choose another DANGBAN_DATA_DIR.
launch-postgres-password = The password in { $folder }/postgres.password is not that of the database. Bring the file back from a backup.
launch-postgres-failed = PostgreSQL did not start: { $reason } (more in { $log })
launch-postgres-slow = PostgreSQL has not answered for { $seconds } s (see { $log }).
launch-redis-missing = The embedded Redis is not installed. Run "make install", or name your own in REDIS_URL.
launch-redis-failed = Redis did not start: { $reason } (more in { $log })
launch-database-away = The PostgreSQL of DATABASE_URL ({ $address }) does not answer: { $reason }
launch-redis-away = The Redis of REDIS_URL ({ $address }) does not answer: { $reason }
launch-no-database = No database: name one in DATABASE_URL, or start everything with "dangban up".
launch-no-redis = No Redis: name one in REDIS_URL, or start everything with "dangban up".
launch-migrate-failed = The database could not be brought up to date: { $reason } (more in { $log }). It is as it was before.
launch-demo-failed = The demo department could not be created (see { $log }).
launch-part-failed = { $name } keeps falling: { $reason } (more in { $log })
launch-not-ready = Not ready after { $seconds } s: { $failing } (logs in { $log })

## The doctor

doctor-python = Python { $version }
doctor-python-remedy = Install Python 3.11 or newer and run "make up" again.
doctor-libraries-ok = The libraries are those of the lock.
doctor-libraries-warn = The libraries are not those of the lock.
doctor-libraries-remedy = Run "make install".
doctor-node = Node { $version }
doctor-node-missing = There is no Node of your own; the one from the Python wheel builds the front end.
doctor-node-remedy = Nothing to do. With Node 20 or newer on the PATH, that one is used.
doctor-dist-ok = The front end is built and fresh.
doctor-dist-old = The front end is older than its sources.
doctor-dist-missing = The front end is not built.
doctor-dist-remedy = Run "make install".
doctor-data = Data folder { $folder }
doctor-data-remedy = Give this account the right to write there, or choose another one: DANGBAN_DATA_DIR=…
doctor-data-none = The data folder { $folder } does not exist yet.
doctor-data-none-remedy = "make up" makes it.
doctor-space = { $free } MB free on the disk of { $folder }
doctor-space-remedy = Make room: with a full disk no punch can be recorded.
doctor-secret = { $path } is readable by its owner only.
doctor-secret-open = { $path } can be read by others.
doctor-secret-remedy = chmod 600 { $path }
doctor-running = Running at { $address }
doctor-port = Port { $port } is free.
doctor-database = PostgreSQL { $version }
doctor-database-old-remedy = Move to PostgreSQL { $oldest } or newer.
doctor-database-off = The embedded PostgreSQL is not running.
doctor-database-away = PostgreSQL does not answer: { $reason }
doctor-database-remedy = Check that it runs and that DATABASE_URL is right.
doctor-off-remedy = "make up" starts it.
doctor-migrations-ok = The database is up to date.
doctor-migrations-fail = { $count ->
    [one] One migration is missing in the database.
   *[other] { $count } migrations are missing in the database.
}
doctor-migrations-remedy = Run "dangban migrate".
doctor-worker = The worker was last heard { $seconds } s ago.
doctor-worker-remedy = Start it: "dangban worker", or "make up" for everything. Its log says why it stopped.
doctor-worker-never = The worker has not been heard yet.
doctor-hotline = Hotline of { $name } ({ $number }): the telephone system has plan { $version }.
doctor-hotline-away = Hotline of { $name } ({ $number }): the telephone system has not answered since { $since }: { $reason }
doctor-hotline-away-remedy = Calls follow plan { $version }. Start the telephone system, or test the connection under Hotline, Settings.
doctor-hotline-drift = Hotline of { $name } ({ $number }): the telephone system sends calls to { $found } against the plan.
doctor-hotline-drift-remedy = It is put right again and again. See who else changes it, and look under Hotline.
doctor-hotline-behind = Hotline of { $name } ({ $number }): the newest plan is not handed over yet.
doctor-hotline-behind-remedy = The worker hands it over within seconds: see whether it runs.
doctor-clock = The clocks differ by { $seconds } s.
doctor-clock-remedy = Let the clock be set by the network (timedatectl set-ntp true): punches are judged by it.
doctor-redis = Redis { $version }
doctor-redis-off = The embedded Redis is not running.
doctor-redis-away = Redis does not answer: { $reason }
doctor-redis-remedy = Check that it runs and that REDIS_URL is right.
doctor-public = { $address } answers over HTTPS.
doctor-public-none = No public address is set: good for one computer, not for phones.
doctor-public-none-remedy = Set DANGBAN_PUBLIC_URL=https://… once a proxy with HTTPS stands in front (see the README).
doctor-public-plain = { $address } is not HTTPS.
doctor-public-plain-remedy = Phones install the app, scan and get notices over HTTPS only: put Caddy in front (compose.yaml does).
doctor-public-away = { $address } does not answer: { $reason }
doctor-public-away-remedy = Check the name in the DNS, the certificate and the proxy.
doctor-sum = { $failed } to mend, { $warned } to know.

## Settings

doctor-push-key = DANGBAN_VAPID_PRIVATE_KEY is no key
doctor-push-key-remedy = Give 32 bytes as base64url or a PEM; leave it empty to have one made
doctor-push-ok = Push services may write to { $subject }
doctor-push-warn = Push services have no address to write to; some refuse that
doctor-push-remedy = Set DANGBAN_VAPID_SUBJECT=mailto:you@your.domain, or DANGBAN_PUBLIC_URL with a domain name
setting-port = Port of the web process
setting-host = Address to listen on
setting-data-dir = Folder of the embedded databases and files
setting-database-url = Your own PostgreSQL; empty: an embedded one
setting-redis-url = Your own Redis or Valkey; empty: an embedded one
setting-secret = Signs tokens; empty: made once and kept in the data folder
setting-public-url = Address that people open; decides links, passkeys and secure cookies
setting-web-processes = Web processes on the port
setting-metrics-token = Bearer token that opens /metrics
setting-log-level = What is logged
setting-log-format = JSON lines or text; auto: text on a terminal
setting-trusted-proxies = Addresses whose X-Forwarded-* headers are believed
setting-database-pool = Connections per process
setting-lang = Language of the command line; empty: from LANG
setting-bus-channel = Redis channel of the live messages
setting-queue-name = Redis key of the job queue
setting-vapid-private-key = Key for push notifications; empty: made once and kept in the data folder
setting-vapid-subject = Mail address that push services may write to; empty: admin@ at the public address
setting-push-hosts = Push services besides the known ones: host, *.host or host:port, separated by commas
setting-outbound-hosts = Hosts that group robots, SMS and voice vendors may have, for all departments

## dangban hotline

cli-hotline-help = What the operator of a 400 number needs.
cli-kamailio-help = Write the configuration of a Kamailio SIP server for a department's 400 number into FOLDER.
cli-kamailio-department = Name or number of the department; needed only where several have a SIP line.
cli-kamailio-listen = Address and port at which Kamailio takes calls, for instance 10.0.0.5:5060.
cli-kamailio-advertise = The public address, where Kamailio stands behind NAT.
cli-kamailio-trunk = Address or net from which the trunk sends calls; may be given several times. Everybody else gets no answer.
cli-kamailio-gateway = Where mobiles are dialled: sip:NUMBER@HOST:PORT; may end in ;transport=tcp.
cli-kamailio-office = Where the office's number is dialled; otherwise the gateway, too.
cli-kamailio-user = User, where the gateway asks who we are (digest).
cli-kamailio-password = Its password; better by DANGBAN_GATEWAY_PASSWORD than on the command line.
cli-kamailio-mode = relay passes calls on itself; redirect answers 302 with the targets.
cli-kamailio-control = Address at which Kamailio answers Dangban's questions; loopback, or behind TLS.
cli-kamailio-database = PostgreSQL as Kamailio reaches it; otherwise Dangban's own, with the account of role.sql.
cli-kamailio-events = Where events of calls are posted; otherwise Dangban's public address. Empty: nowhere.
cli-kamailio-seed = File on Kamailio's machine from which a cold start without database begins.
cli-kamailio-ring = How long one number rings; otherwise as the department's rules say.
cli-kamailio-unfit = { $option } cannot be { $value }. See dangban hotline kamailio-config --help.
cli-kamailio-which-line = { $count ->
    [0] No department like that has a 400 number on a SIP server. There are: { $known }
   *[other] Several departments have a 400 number on a SIP server. Name one with --department: { $known }
}
cli-kamailio-written = Written to { $folder }:
cli-kamailio-next = How to go on: docs/hotline-sip.md.

## dangban verify-seal, remove-old-orders

cli-seal-help = Check the files of days in FOLDER, without a database. Names the first fault, with exit code 1.
cli-seal-nothing = There are no files of days (*.jsonl.gz) in { $folder }.
cli-seal-whole = { $folder }: whole. { $first } to { $last }: { $orders } orders in { $files } days; checksum of the last day { $head }. Compare it with the one in the managers’ group.
cli-seal-midway = Files before { $first } are not here; checking began with that day.
cli-seal-broken = { $folder }: WRONG. { $why }
cli-seal-unreadable = { $file } cannot be read from line { $line } on: damaged or cut short.
cli-seal-head = The first line of { $file } was altered.
cli-seal-line = Line { $line } of { $file } (order { $number }) was altered or slipped in, or a line before it was taken out.
cli-seal-count = { $file } holds another number of orders than its first line says.
cli-seal-total = The orders in { $file } add up to another total than its first line says.
cli-seal-no-checksum = There is no checksum (.sha256) beside { $file }.
cli-seal-checksum = { $file } is not what the checksum beside it says.
cli-seal-name = { $file } holds another day.
cli-seal-missing = { $file } is missing.
cli-seal-department = { $file } is another department’s.
cli-seal-chain = { $file } does not follow from the day before: one of the two was replaced.
cli-remove-help = Remove orders of DEPARTMENT that are older than the years they are kept. Without --remove it only shows what would go.
cli-remove-before = Orders before this day, for instance 2021-01-01.
cli-remove-by = Who removes them: the log-in name of somebody who may verify orders.
cli-remove-remove = Really remove them.
cli-remove-who = A removal carries a name: add --by LOGIN.
cli-remove-unknown = There is no department “{ $department }”. There are: { $known }
cli-remove-nobody = Nobody in { $department } logs in as “{ $login }”.
cli-remove-would = Dry run: in { $department }, { $orders } orders before { $before } could go ({ $rows } entries in { $batches } sealed batches), and { $files } files of days. To remove them add --remove --by LOGIN.
cli-remove-done = Removed in { $department }: { $orders } orders before { $before } ({ $rows } entries in { $batches } sealed batches), and { $files } files of days. The removal is on record and sealed.
cli-remove-span = Accepted from { $first } to { $last }.
cli-remove-cases = { $cases } after-sales cases with them.
cli-remove-pictures = { $pictures } pictures of amendments with them.
cli-remove-kept = { $orders } older orders stay: something happened to them since, or something else belongs to them.
orders-removal-too-young = Orders are kept at least { $years } years: only what is before { $latest } can go now. Give an earlier --before.
cli-import-help = Import a platform's file of orders (CSV or XLSX). With --dry-run it only shows what would happen. Exit code 1 where orders were refused.
cli-import-department = Id or name of the department.
cli-import-by = In whose name (log-in); otherwise the program's.
cli-import-dry-run = Only show what would become of each order.
cli-import-rows = List every order; otherwise only those that are refused.
cli-import-reading = { $done } of { $all } rows read
cli-import-writing = { $done } of { $all } orders taken in
cli-import-layout = { $layout }: { $rows } rows, read in { $seconds } s
cli-import-fates = { $new } new, { $changed } changed, { $known } known already, { $refused } refused
cli-import-standings = { $paid } paid, { $unpaid } unpaid, { $shipped } shipped, { $closed } closed
cli-import-dry = Only shown; no order was taken in.
cli-import-nothing = Nothing new in it; there was nothing to do.
cli-import-done = Taken in: { $new } new, { $changed } changed, { $known } known already; { $work } of them to be called.
cli-import-took = { $seconds } s, { $megabytes } MB of memory at most
cli-import-unmapped = This kind of file is not known yet. Upload one on the page “Order import” and say what its columns are. No order was taken in.
cli-import-line = line { $line }  { $number }  { $fate }  { $what }
cli-import-fate-new = new
cli-import-fate-changed = changed
cli-import-fate-refused = refused
