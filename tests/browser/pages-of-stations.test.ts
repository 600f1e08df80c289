import { sweep } from './sweep.ts'

sweep(['station_head', 'worker', 'general_supervisor', 'general_worker', 'village_cadre', 'child_director'])
