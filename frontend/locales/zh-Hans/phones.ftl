# Notifications on a phone, and whose phone can be reached.
phones-push-unknown = 这个浏览器的推送服务不在允许的范围内。请换 Chrome、Edge、Firefox 或 Safari，或请管理员放开。
phones-push-keys = 这个浏览器给的推送信息不完整。请刷新页面，再开一次。
