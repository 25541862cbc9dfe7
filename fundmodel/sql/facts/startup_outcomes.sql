-- How companies come in, go on and end on random paths: entries, phases passed, failures, second programmes, exits,
-- licences, approvals.
-- Each company counts once, in full, whatever share of it the fund owns; what follows a licence counts too, and
-- so does what becomes of its second programme.
-- grain: world_id, path_id, fund_id, area_id, cluster_id, phase, kind, quarter
-- units: count_thousandths thousandths of a company; quarter from quarter 0
-- source: startup_events; the central case is in startup_counts
select
    e.world_id,
    e.path_id,
    p.fund_id,
    p.area_id,
    c.cluster_id,
    e.phase::integer as phase,
    e.kind::integer as kind,
    e.quarter::integer as quarter,
    (1000 * count(*))::bigint as count_thousandths
from startup_events as e
inner join company_plan as p
    on p.world_id = e.world_id and p.plan_id = e.plan_id and p.entry_phase = e.lot_phase and e.round_pivot = -1
inner join companies as c
    on c.world_id = e.world_id and c.plan_id = e.plan_id and c.company_number = e.company_number
inner join startup_kinds as k on k.kind_id = e.kind
where e.tranche_quarters = 0
    and k.kind_code not in ('sale', 'royalty')
group by e.world_id, e.path_id, p.fund_id, p.area_id, c.cluster_id, e.phase, e.kind, e.quarter
order by e.world_id, e.path_id, p.fund_id, p.area_id, c.cluster_id, e.phase, e.kind, e.quarter
