import { sweep } from './sweep.ts'

sweep(['county_bureau', 'administrator', 'city_bureau', 'party_department', 'township_office', 'township_leader', 'agency_manager', 'agency_finance', 'evaluator', 'auditor'])
