# Only what conversion from Simplified Chinese words otherwise than readers expect.
