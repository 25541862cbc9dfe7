-- The plants' own books beside what their fund's lots ask for and give back: the part of a plant's cash that the fund
-- owns is what its lots ask for, but for the won that each lot's row is floored by. Beside both stands what the fund
-- paid and received in truth: less where its money did not reach, more or less once it has sold what it still held.
-- grain: scenario_id, path_id, fund_id, quarter
-- units: whole won, kept paths; plant_ whole plants; owned_ the same times the fund's stake, floored; asked and offered
--        by the lots; row_count rows of lots, each of them floored
-- source: METHOD.md, "Lots and budgets", "Plants: debt"; facility_quarters, facility_lots, facility_lot_flows
with books as (
    select
        s.scenario_id,
        q.path_id,
        p.fund_id,
        q.quarter,
        p.facility_id,
        case when q.plant_number = 0 then p.plant_count else 1 end as plants,
        q.paid_in_krw,
        q.paid_out_krw,
        p.stake_share
    from facility_quarters as q
    inner join scenarios as s on s.world_id = q.world_id
    inner join facility_plan as p on p.world_id = q.world_id and p.facility_id = q.facility_id
),
owned as (
    select
        scenario_id,
        path_id,
        fund_id,
        quarter,
        sum(plants * paid_in_krw)::bigint as plant_paid_in_krw,
        sum(plants * paid_out_krw)::bigint as plant_paid_out_krw,
        sum(plants * floor(paid_in_krw * stake_share)::bigint)::bigint as owned_paid_in_krw,
        sum(plants * floor(paid_out_krw * stake_share)::bigint)::bigint as owned_paid_out_krw,
        sum(plants)::bigint as row_count
    from books
    group by scenario_id, path_id, fund_id, quarter
),
counted as (
    select
        s.scenario_id,
        l.path_id,
        p.fund_id,
        l.cash_quarter as quarter,
        sum(case when l.plant_number = 0 then p.plant_count else 1 end)::bigint as row_count
    from facility_lots as l
    inner join kept_paths as k on k.path_id = l.path_id
    inner join scenarios as s on s.world_id = l.world_id
    inner join facility_plan as p on p.world_id = l.world_id and p.facility_id = l.facility_id
    where l.plant_number <= p.plant_count and p.plant_count > 0
    group by s.scenario_id, l.path_id, p.fund_id, l.cash_quarter
),
lots as (
    select
        s.scenario_id,
        f.path_id,
        f.fund_id,
        f.cash_quarter as quarter,
        sum(f.invested_krw)::bigint as asked_krw,
        sum(f.proceeds_krw)::bigint as offered_krw
    from facility_lot_flows as f
    inner join kept_paths as k on k.path_id = f.path_id
    inner join scenarios as s on s.world_id = f.world_id
    group by s.scenario_id, f.path_id, f.fund_id, f.cash_quarter
),
every_key as (
    select scenario_id, path_id, fund_id, quarter from owned
    union all by name
    select l.scenario_id, l.path_id, l.fund_id, l.quarter
    from lots as l
    cross join run_settings as t
    where l.quarter < t.n_quarters
),
keys as (
    select distinct scenario_id, path_id, fund_id, quarter from every_key
)
select
    k.scenario_id,
    k.path_id,
    k.fund_id,
    k.quarter::integer as quarter,
    coalesce(o.plant_paid_in_krw, 0)::bigint as plant_paid_in_krw,
    coalesce(o.plant_paid_out_krw, 0)::bigint as plant_paid_out_krw,
    coalesce(o.owned_paid_in_krw, 0)::bigint as owned_paid_in_krw,
    coalesce(o.owned_paid_out_krw, 0)::bigint as owned_paid_out_krw,
    coalesce(l.asked_krw, 0)::bigint as asked_krw,
    coalesce(l.offered_krw, 0)::bigint as offered_krw,
    (coalesce(o.row_count, 0) + coalesce(c.row_count, 0))::bigint as row_count,
    coalesce(f.invested_krw, 0)::bigint as invested_krw,
    coalesce(f.proceeds_krw, 0)::bigint as proceeds_krw
from keys as k
left join owned as o
    on o.scenario_id = k.scenario_id and o.path_id = k.path_id and o.fund_id = k.fund_id and o.quarter = k.quarter
left join counted as c
    on c.scenario_id = k.scenario_id and c.path_id = k.path_id and c.fund_id = k.fund_id and c.quarter = k.quarter
left join lots as l
    on l.scenario_id = k.scenario_id and l.path_id = k.path_id and l.fund_id = k.fund_id and l.quarter = k.quarter
left join fund_flows as f
    on f.scenario_id = k.scenario_id and f.path_id = k.path_id and f.fund_id = k.fund_id and f.quarter = k.quarter
order by k.scenario_id, k.path_id, k.fund_id, k.quarter
