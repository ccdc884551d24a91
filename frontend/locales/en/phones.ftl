# Notifications on a phone, and whose phone can be reached.
phones-push-unknown = This browser's push service is not one we may use. Try Chrome, Edge, Firefox or Safari, or ask the administrator to allow it.
phones-push-keys = This browser gave incomplete details for notifications. Reload the page and switch them on again.
