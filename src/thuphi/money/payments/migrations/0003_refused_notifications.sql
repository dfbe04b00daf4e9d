ALTER TABLE heard_set_aside ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker_sees_all ON heard_set_aside TO thuphi_worker USING (true) WITH CHECK (true);
