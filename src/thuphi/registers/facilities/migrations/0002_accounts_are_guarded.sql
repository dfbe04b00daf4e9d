-- Which account is a facility's is for everybody to see; only its own people may propose and decide.
ALTER TABLE beneficiary_account ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON beneficiary_account TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_sees ON beneficiary_account FOR SELECT TO thuphi_app USING (true);
GRANT INSERT, UPDATE ON beneficiary_account TO thuphi_app;
CREATE POLICY app_writes_its_facilities ON beneficiary_account TO thuphi_app
    USING (facility_id = ANY ((SELECT thuphi_scope())::bigint[]))
    WITH CHECK (facility_id = ANY ((SELECT thuphi_scope())::bigint[]));

-- What a facility is comes from the register. Its own people may change whom to call, and lock it
-- while they decide about its accounts.
ALTER TABLE facility ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON facility TO thuphi_worker USING (true) WITH CHECK (true);
CREATE POLICY everybody_sees ON facility FOR SELECT TO thuphi_app USING (true);
GRANT UPDATE (focal_name, focal_phone, address) ON facility TO thuphi_app;
CREATE POLICY app_changes_its_facilities ON facility FOR UPDATE TO thuphi_app
    USING (id = ANY ((SELECT thuphi_scope())::bigint[]))
    WITH CHECK (id = ANY ((SELECT thuphi_scope())::bigint[]));
