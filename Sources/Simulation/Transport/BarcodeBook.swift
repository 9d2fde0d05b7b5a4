// SPDX-License-Identifier: GPL-3.0-or-later
import EventModel

/// Gives secondaries their barcodes: collision and primary number of the generated particle they stem from, its
/// generation and one more for each decay or interaction since, a running number within that, and as process the raw
/// value of the `VertexKind` that made them.
///
/// Barcodes from files may share collision and primary number; then a number that is taken is passed over.
struct BarcodeBook: ~Copyable {
    /// Whether all generated particles differ in collision or primary number, as those do that are generated here.
    private var rootsDiffer = true
    private var root: UInt64 = 0
    private var counts = InlineArray<6, Int32>(repeating: 0)
    /// A hash table of the barcodes that are taken, with open addressing; used only if roots do not differ.
    private var slots = Column<UInt64>(capacity: 1)
    /// What the table was before it grew.
    private var former = Column<UInt64>(capacity: 1)
    private var filled = 0

    /// Bits of the process that name the kind of vertex; above them overflows of the running number are counted.
    private static let kindBits = 4

    /// Begins an event with the barcodes of its generated particles.
    mutating func begin(_ generated: borrowing Column<UInt64>) {
        root = 0
        counts = InlineArray(repeating: 0)
        rootsDiffer = true
        // Generators number particles in their order.
        for i in 1..<max(generated.count, 1) where generated[i] >> 36 <= generated[i - 1] >> 36 {
            rootsDiffer = false
            break
        }
        guard !rootsDiffer else { return }
        slots.removeAll()
        slots.append(repeating: 0, count: 1024)
        filled = 0
        for i in 0..<generated.count { _ = take(generated[i]) }
    }

    /// The barcode of the next secondary of a root; those of one root come together.
    mutating func next(root barcode: UInt64, generation: Int32, kind: VertexKind) -> Barcode {
        if barcode != root {
            root = barcode
            counts = InlineArray(repeating: 0)
        }
        let origin = Barcode(rawValue: barcode)
        while true {
            let number = Int(counts[Int(generation)])
            counts[Int(generation)] += 1
            let overflow = min(number / 4095, 255)
            let code = Barcode(
                vertex: origin.vertex, primary: origin.primary,
                generation: min(origin.generation + Int(generation), 4095), secondary: number % 4095 + 1,
                process: Int(kind.rawValue) | overflow << BarcodeBook.kindBits)
            if rootsDiffer || take(code.rawValue) { return code }
        }
    }

    /// Takes a barcode; false if it was taken before.
    private mutating func take(_ barcode: UInt64) -> Bool {
        if 2 * filled >= slots.count { enlarge() }
        guard barcode != 0 else { return false }
        var slot = place(barcode)
        while slots[slot] != 0 {
            if slots[slot] == barcode { return false }
            slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = barcode
        filled += 1
        return true
    }

    /// Fibonacci hashing (Knuth, TAOCP 6.4).
    private func place(_ barcode: UInt64) -> Int {
        Int(truncatingIfNeeded: (barcode &* 0x9E37_79B9_7F4A_7C15) >> 32) & (slots.count - 1)
    }

    private mutating func enlarge() {
        swap(&slots, &former)
        slots.removeAll()
        slots.append(repeating: 0, count: 2 * former.count)
        filled = 0
        for i in 0..<former.count {
            let barcode = former[i]
            if barcode != 0 { _ = take(barcode) }
        }
    }
}
