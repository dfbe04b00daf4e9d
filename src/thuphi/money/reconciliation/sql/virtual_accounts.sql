-- The latest payment code that a provider made for each bill or basket: some pay to an account of its own.
SELECT DISTINCT ON (a.code) a.code, a.qr
FROM attempt AS a
WHERE a.facility_id = %(facility_id)s AND a.qr <> '' AND a.started_at > %(since)s
ORDER BY a.code, a.id DESC
