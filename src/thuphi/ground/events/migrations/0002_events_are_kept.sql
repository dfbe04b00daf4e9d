SELECT keep_for_ever('event');
ALTER TABLE event ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON event TO thuphi_worker USING (true) WITH CHECK (true);
GRANT INSERT ON event TO thuphi_app;
CREATE POLICY app_writes ON event FOR INSERT TO thuphi_app
    WITH CHECK (facility_id IS NULL OR facility_id = ANY ((SELECT thuphi_scope())::bigint[]));
CREATE POLICY app_sees_its_facilities ON event FOR SELECT TO thuphi_app
    USING (facility_id = ANY ((SELECT thuphi_scope())::bigint[]));
