-- The dates of every site's plants in the central case (the nearest quarter to the mean over the delays), how many
-- there are, who pays for one of them, and how much of it the fund holds.
-- grain: scenario_id, facility_code
-- units: calendar quarters from quarter 0, empty where there is none; kL and whole won of one plant; stake 0..1
-- source: METHOD.md, "Plants: building", "Plants: debt"
select
    s.scenario_id,
    s.scenario,
    p.facility_code,
    u.fund_code,
    c.cluster_code,
    c.name_en as cluster_en,
    c.name_ko as cluster_ko,
    m.start_quarter,
    m.completion_quarter,
    m.opening_quarter,
    nullif(m.second_opening_quarter, -1)::integer as second_opening_quarter,
    nullif(m.repaid_quarter, -1)::integer as repaid_quarter,
    m.exit_quarter,
    p.capacity_kl,
    p.plant_count,
    p.stake_share,
    f.capex_krw,
    f.grant_krw,
    f.draw_krw,
    f.debt_krw,
    f.debt_gearing_krw,
    f.debt_capacity_krw,
    f.early_calls_krw,
    f.need_krw
from facility_milestones as m
inner join scenarios as s on s.world_id = m.world_id
inner join facility_plan as p on p.world_id = m.world_id and p.facility_id = m.facility_id
inner join facility_financing as f on f.world_id = m.world_id and f.facility_id = m.facility_id
inner join fund_plan as u on u.world_id = m.world_id and u.fund_id = p.fund_id
inner join clusters as c on c.cluster_id = p.cluster_id
where m.path_id = 0
order by s.scenario_id, p.facility_code
