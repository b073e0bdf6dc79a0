-- Ends a transaction whose writer took something for granted that does not hold: it is rolled back, and the writer begins anew.
CREATE FUNCTION js_expect(counted bigint, expected bigint, what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF counted <> expected THEN
        RAISE EXCEPTION 'expected %, found %: %', expected, counted, what USING ERRCODE = 'JS001';
    END IF;
END $$;
