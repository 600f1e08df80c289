import { useParam } from '#web/platform/params.ts'
import { Loaded } from '#web/ui/index.ts'
import { ContractForm } from './contract-form.tsx'
import { valuesOf } from './contract-values.ts'
import { useContract } from './use-contract.ts'

export default function EditContractPage() {
  const query = useContract(useParam('id'))
  return <Loaded query={query} lines={8}>{(contract) => <ContractForm key={contract.version} begin={valuesOf(contract)} isNew={false} />}</Loaded>
}
