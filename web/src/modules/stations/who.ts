import { OFFICES } from '../../roles.ts'

/** Who opens, changes and closes stations. */
export const MAY_BUILD = ['county_bureau', 'administrator'] as const
/** Who sees plans and tiles of whole counties. */
export const DIRECTS = [...OFFICES, 'general_supervisor', 'administrator', 'evaluator', 'auditor'] as const
/** Who writes down what was found at a station. */
export const MAY_CHECK = ['station_head', 'general_supervisor', 'county_bureau', 'administrator'] as const
/** A head keeps hotline and address up to date. */
export const HEADS = ['station_head', 'general_supervisor'] as const
