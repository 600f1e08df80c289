import { useState } from 'react'
import { StationForm } from './station-form.tsx'
import { newStation } from './station-values.ts'

export default function NewStationPage() {
  const [begin] = useState(newStation)
  return <StationForm begin={begin} isNew />
}
