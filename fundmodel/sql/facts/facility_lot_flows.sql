-- What a fund's share of the plants in its plan asks for and gives back, lot by lot.
-- A row's part of a whole-won amount is floored; the rest, below one won a row, stays with the other owners.
-- The central case (plant number 0) is the average plant, counted once for every plant of the plan row.
-- grain: world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
-- units: whole won; quarters from quarter 0
-- source: METHOD.md, "Lots and budgets"
with owned as (
    select
        l.world_id,
        l.path_id,
        p.fund_id,
        l.funded_quarter,
        l.cash_quarter,
        case when l.plant_number = 0 then p.plant_count else 1 end as plants,
        floor(l.invested_krw * p.stake_share)::bigint as invested_krw,
        floor(l.proceeds_krw * p.stake_share)::bigint as proceeds_krw,
        floor(l.nav_after_krw * p.stake_share)::bigint - floor(l.nav_before_krw * p.stake_share)::bigint
            as nav_change_krw,
        floor(l.cost_after_krw * p.stake_share)::bigint - floor(l.cost_before_krw * p.stake_share)::bigint
            as cost_change_krw
    from facility_lots as l
    inner join facility_plan as p on p.world_id = l.world_id and p.facility_id = l.facility_id
    where l.plant_number <= p.plant_count and p.plant_count > 0
)
select
    world_id,
    path_id,
    fund_id,
    1::integer as priority_class,
    funded_quarter,
    cash_quarter,
    sum(plants * invested_krw)::bigint as invested_krw,
    sum(plants * proceeds_krw)::bigint as proceeds_krw,
    sum(plants * nav_change_krw)::bigint as nav_change_krw,
    sum(plants * cost_change_krw)::bigint as cost_change_krw
from owned
group by world_id, path_id, fund_id, funded_quarter, cash_quarter
order by world_id, path_id, fund_id, priority_class, funded_quarter, cash_quarter
