-- What the funds mean to pay into companies, by area, phase of the round, cluster and quarter; central and random
-- paths.
-- grain: world_id, path_id, fund_id, area_id, phase_id, cluster_id, quarter
-- units: invested_krw whole won, before the limits of the fund's money
-- source: startup_events, startup_lots; path 0 from startup_central
with cheques as (
    select
        e.world_id,
        e.path_id,
        p.fund_id,
        p.area_id,
        e.lot_phase::integer as phase_id,
        c.cluster_id,
        e.quarter::integer as quarter,
        l.cheque_krw as invested_krw
    from startup_events as e
    inner join startup_kinds as k on k.kind_id = e.kind and k.kind_code = 'invest'
    inner join company_plan as p on p.world_id = e.world_id and p.plan_id = e.plan_id
    inner join companies as c
        on c.world_id = e.world_id and c.plan_id = e.plan_id and c.company_number = e.company_number
    inner join startup_lots as l
        on l.world_id = e.world_id
        and l.area_id = p.area_id
        and l.entry_phase = p.entry_phase
        and l.round_pivot = e.round_pivot
        and l.lot_phase = e.lot_phase
        and l.tranche = (e.tranche_quarters > 0)::integer
    union all by name
    select world_id, path_id, fund_id, area_id, phase_id, cluster_id, quarter, invested_krw
    from startup_central_exposure
)
select
    world_id,
    path_id,
    fund_id,
    area_id,
    phase_id,
    cluster_id,
    quarter,
    sum(invested_krw)::bigint as invested_krw
from cheques
group by world_id, path_id, fund_id, area_id, phase_id, cluster_id, quarter
order by world_id, path_id, fund_id, area_id, phase_id, cluster_id, quarter
