-- What the whole programme and each class of investors bore over the whole life, added up over paths. The managers
-- receive the carry of all funds.
-- grain: scenario_id, party_id, path_group
-- units: whole won; sums over the paths of the group; path_group central is path 0, random all others
-- source: party_totals, party_charges
with added as (
    select
        t.scenario_id,
        t.party_id,
        case when t.path_id = 0 then 'central' else 'random' end as path_group,
        sum(t.fee_krw)::bigint as fee_krw,
        sum(t.expense_krw)::bigint as expense_krw,
        sum(t.carry_krw)::bigint as carry_krw,
        sum(coalesce(c.waived_krw, 0))::bigint as waived_krw,
        sum(coalesce(c.offset_krw, 0))::bigint as offset_krw,
        sum(coalesce(c.organisation_krw, 0))::bigint as organisation_krw,
        sum(coalesce(c.transactions_krw, 0))::bigint as transactions_krw,
        sum(coalesce(c.line_interest_krw, 0))::bigint as line_interest_krw
    from party_totals as t
    left join party_charges as c
        on c.scenario_id = t.scenario_id and c.path_id = t.path_id and c.party_id = t.party_id
    group by t.scenario_id, t.party_id, case when t.path_id = 0 then 'central' else 'random' end
),
wholes as (
    select a.scenario_id, a.path_group, a.carry_krw
    from added as a
    inner join parties as p on p.party_id = a.party_id and p.party_kind = 'whole'
)
select
    a.scenario_id,
    a.party_id,
    a.path_group,
    p.party_code,
    a.fee_krw,
    a.expense_krw,
    a.carry_krw,
    a.waived_krw,
    a.offset_krw,
    a.organisation_krw,
    a.transactions_krw,
    a.line_interest_krw,
    case when p.party_code = 'gp' then w.carry_krw else 0 end as carry_received_krw
from added as a
inner join parties as p on p.party_id = a.party_id and p.party_kind in ('whole', 'class')
inner join wholes as w on w.scenario_id = a.scenario_id and w.path_group = a.path_group
order by a.scenario_id, a.party_id, a.path_group
