-- The benchmark rules as an analyst would write them for DuckDB: doubles, no checks of the data. Reads `ent`.
WITH limits(sector, first, second, large1, large2, medium1, medium2, small1, small2) AS (
  VALUES
    ('IND', 'staff', 'revenue', 1000, 40000, 300, 2000, 20, 300),
    ('CON', 'revenue', 'assets', 80000, 80000, 6000, 5000, 300, 300),
    ('WHO', 'staff', 'revenue', 200, 40000, 20, 5000, 5, 1000),
    ('RET', 'staff', 'revenue', 300, 20000, 50, 500, 10, 100),
    ('TRA', 'staff', 'revenue', 1000, 30000, 300, 3000, 20, 200),
    ('STO', 'staff', 'revenue', 200, 30000, 100, 1000, 20, 100),
    ('POS', 'staff', 'revenue', 1000, 30000, 300, 2000, 20, 100),
    ('HOT', 'staff', 'revenue', 300, 10000, 100, 2000, 10, 100),
    ('ICT', 'staff', 'revenue', 2000, 100000, 100, 1000, 10, 100),
    ('SOF', 'staff', 'revenue', 300, 10000, 100, 1000, 10, 50),
    ('REA', 'revenue', 'assets', 200000, 10000, 1000, 5000, 100, 2000),
    ('LEA', 'staff', 'assets', 300, 120000, 100, 8000, 10, 100)
),
firm AS (
  SELECT
    ent.*,
    limits.* EXCLUDE (sector, first, second),
    CASE first WHEN 'staff' THEN staff::DOUBLE ELSE rev0 END AS metric1,
    CASE second WHEN 'revenue' THEN rev0 ELSE assets END AS metric2,
    rev0 + ifnull(rev1, 0) + ifnull(rev2, 0) AS revenue3,
    rd0 + ifnull(rd1, 0) + ifnull(rd2, 0) AS research3,
    rd_staff / nullif(staff, 0)::DOUBLE AS staff_share
  FROM ent JOIN limits ON limits.sector = ent.sector
),
judged AS (
  SELECT
    *,
    age_days >= 365
      AND (inv_pat >= 1 OR util_pat >= 6)
      AND field_match
      AND NOT penalised
      AND ifnull(staff_share >= 0.10::DOUBLE, false)
      AND ifnull(
        research3 / nullif(revenue3, 0)
          >= CASE WHEN rev0 <= 5000 THEN 0.05::DOUBLE WHEN rev0 <= 20000 THEN 0.04::DOUBLE ELSE 0.03::DOUBLE END,
        false
      )
      AND rd_dom_share >= 0.60::DOUBLE
      AND ifnull(ht_rev / nullif(rev0, 0) >= 0.60::DOUBLE, false)
      AND inno_score > 70 AS hnte,
    CASE
      WHEN metric1 >= large1 AND metric2 >= large2 THEN 4
      WHEN metric1 >= medium1 AND metric2 >= medium2 THEN 3
      WHEN metric1 >= small1 AND metric2 >= small2 THEN 2
      ELSE 1
    END AS size,
    age_days BETWEEN 1095 AND 3650
      AND ifnull(rev_y3, 0) >= 1000
      AND rev0 >= 1.728::DOUBLE * ifnull(rev_y3, 0)
      AND rev0 >= ifnull(rev1, 0)
      AND ifnull(rd0 / nullif(rev0, 0) >= 0.025::DOUBLE, false) AS gazelle
  FROM firm
),
paid AS (
  SELECT
    *,
    CASE WHEN in_zone AND hnte THEN if(first_cert_year IS NULL, 30, 10) ELSE 0 END::DOUBLE AS s1,
    CASE
      WHEN in_zone AND rd0 >= 200
      THEN least(0.1::DOUBLE * greatest(rd0 - ifnull(rd1, 0), 0), if(hnte, 300, 150))
      ELSE 0
    END::DOUBLE AS s2,
    CASE WHEN gazelle THEN CASE WHEN rev0 < 10000 THEN 20 WHEN rev0 < 50000 THEN 50 ELSE 100 END ELSE 0 END::DOUBLE
      AS s3,
    least(0.5::DOUBLE * inv_pat + 0.1::DOUBLE * util_pat, 50) AS s4,
    if(hnte AND size <= 3, least(0.5::DOUBLE * interest, 100), 0) AS s5,
    if(NOT listed AND ifnull(staff_share >= 0.20::DOUBLE, false), least(0.3::DOUBLE * rd_staff, 60), 0) AS s6,
    if(
      ifnull(export0 / nullif(rev0, 0) >= 0.10::DOUBLE, false) AND NOT penalised,
      least(0.01::DOUBLE * export0, 80),
      0
    ) AS s7,
    if(listed AND in_zone AND age_days <= 5475, 200, 0)::DOUBLE AS s8
  FROM judged
)
SELECT
  ent_id, hnte, size, gazelle, s1, s2, s3, s4, s5, s6, s7, s8,
  if(penalised, 0, least(s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8, 500, greatest(tax0, 0)))::DOUBLE AS total
FROM paid
