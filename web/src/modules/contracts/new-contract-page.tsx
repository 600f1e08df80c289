import { useState } from 'react'
import { ContractForm } from './contract-form.tsx'
import { newContract } from './contract-values.ts'

export default function NewContractPage() {
  const [begin] = useState(newContract)
  return <ContractForm begin={begin} isNew />
}
