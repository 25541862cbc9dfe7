-- How the phases of drug programmes end on random paths: each programme counts once in every phase that it ends,
-- whatever becomes of its company; a
-- company that is sold before a phase is over ends none.
-- grain: world_id, path_id, area_id, phase_id
-- units: programmes
-- source: startup_events
select
    e.world_id,
    e.path_id,
    p.area_id,
    e.phase::integer as phase_id,
    (count(*) filter (where k.kind_code not in ('fail', 'acqui_hire', 'pivot')))::bigint as success_count,
    (count(*) filter (where k.kind_code in ('fail', 'acqui_hire', 'pivot')))::bigint as failure_count
from startup_events as e
inner join company_plan as p
    on p.world_id = e.world_id and p.plan_id = e.plan_id and p.entry_phase = e.lot_phase and e.round_pivot = -1
inner join startup_kinds as k on k.kind_id = e.kind
where e.company_number <= p.company_count
    and e.tranche_quarters = 0
    and k.kind_code not in ('invest', 'early_sale', 'sale', 'royalty')
group by e.world_id, e.path_id, p.area_id, e.phase
order by e.world_id, e.path_id, p.area_id, phase_id
