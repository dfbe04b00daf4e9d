-- Which account is a facility's is for everybody to see; only its own people may propose and decide.
ALTER TABLE beneficiary_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON beneficiary_account TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_sees ON beneficiary_account FOR SELECT TO thuphi_app USING (true);
CREATE POLICY app_writes_its_facilities ON beneficiary_account TO thuphi_app
    USING (facility_id = ANY ((SELECT thuphi_scope())::bigint[]))
    WITH CHECK (facility_id = ANY ((SELECT thuphi_scope())::bigint[]));
