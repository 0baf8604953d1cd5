import { CONTRACT_NAMES, type ContractName } from '../../simulator/settings';

/** Defines the same tests once for each contract the service may keep: the page, K and N. */
export function describeContracts(title: string, define: (contract: ContractName) => void): void {
	describe.each(CONTRACT_NAMES)(`${title} (contract %s)`, define);
}
