self.addEventListener("install", (event) => event.waitUntil(caches.open("shell").then((cache) => cache.addAll(SHELL))));
self.offline = OFFLINE;
