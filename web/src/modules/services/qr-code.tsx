import { useQuery } from '@tanstack/react-query'

/** A code to be scanned, drawn as one path: black squares on a grid. */
export function QrCode({ text, label, size = 96 }: { text: string; label: string; size?: number }) {
  const { data } = useQuery({ queryKey: ['qr', text], staleTime: Infinity, queryFn: async () => {
    const { create } = await import('qrcode')
    const { modules } = create(text, { errorCorrectionLevel: 'M' })
    const squares: string[] = []
    for (let y = 0; y < modules.size; y += 1) for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) squares.push(`M${x} ${y}h1v1h-1z`)
    return { size: modules.size, path: squares.join('') }
  } })
  if (!data) return null
  return <svg role="img" aria-label={label} width={size} height={size} viewBox={`-2 -2 ${data.size + 4} ${data.size + 4}`} shapeRendering="crispEdges"><path d={data.path} fill="#000" /></svg>
}
