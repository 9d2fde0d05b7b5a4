// SPDX-License-Identifier: GPL-3.0-or-later
import CFFTW
import Synchronization

/// A complex number.
public struct Complex: Equatable, Sendable, BitwiseCopyable {
    public var real: Double
    public var imaginary: Double

    public init(real: Double, imaginary: Double) {
        self.real = real
        self.imaginary = imaginary
    }

    /// Real² + imaginary².
    public var squaredMagnitude: Double { real * real + imaginary * imaginary }
}

/// The discrete Fourier transform of real sequences of one length (FFTW).
///
/// For plans and for analysis only: the last bits of the result depend on the processor. Safe to use from several
/// threads at once; FFTW's planner, which is not, is called under a lock.
public final class RealTransform: @unchecked Sendable {
    /// The length of the sequences.
    public let count: Int
    private let forwardPlan: fftw_plan
    private let backwardPlan: fftw_plan

    private static let planner = Mutex<Void>(())

    /// - Throws: `NumericsError` unless `count` is in 1...2^30.
    public init(count: Int) throws(NumericsError) {
        guard (1...(1 << 30)).contains(count) else {
            throw .invalid("Fourier transform", "length outside 1...2^30")
        }
        self.count = count
        let plans = Self.planner.withLock { _ in Self.makePlans(count) }
        guard let forward = plans.forward, let backward = plans.backward else {
            throw NumericsError(.outOfMemory, operation: "Fourier transform", reason: "no plan could be made")
        }
        forwardPlan = forward
        backwardPlan = backward
    }

    deinit {
        Self.planner.withLock { _ in
            fftw_destroy_plan(forwardPlan)
            fftw_destroy_plan(backwardPlan)
        }
    }

    private struct Plans: @unchecked Sendable {
        var forward: fftw_plan?
        var backward: fftw_plan?
    }

    private static func makePlans(_ count: Int) -> Plans {
        // Estimated plans neither time anything nor touch the arrays; unaligned ones take any array later.
        let flags = UInt32(FFTW_ESTIMATE) | UInt32(FFTW_UNALIGNED)
        let real = UnsafeMutablePointer<Double>.allocate(capacity: count)
        let complex = UnsafeMutablePointer<fftw_complex>.allocate(capacity: count / 2 + 1)
        defer {
            real.deallocate()
            complex.deallocate()
        }
        let forward = fftw_plan_dft_r2c_1d(Int32(count), real, complex, flags)
        let backward = fftw_plan_dft_c2r_1d(Int32(count), complex, real, flags)
        return Plans(forward: forward, backward: backward)
    }

    /// X[k] = Σ x[j] exp(-2πi jk / n) for k in 0...n/2.
    ///
    /// - Throws: `NumericsError` unless there are `count` values.
    public func forward(_ values: [Double]) throws(NumericsError) -> [Complex] {
        guard values.count == count else { throw lengthError(values.count, expected: count) }
        var input = values
        let output = UnsafeMutablePointer<fftw_complex>.allocate(capacity: count / 2 + 1)
        defer { output.deallocate() }
        input.withUnsafeMutableBufferPointer { fftw_execute_dft_r2c(forwardPlan, $0.baseAddress, output) }
        return (0...count / 2).map { Complex(real: output[$0].0, imaginary: output[$0].1) }
    }

    /// The inverse of `forward`, with the factor 1/n.
    ///
    /// - Throws: `NumericsError` unless there are `count` / 2 + 1 values.
    public func backward(_ spectrum: [Complex]) throws(NumericsError) -> [Double] {
        guard spectrum.count == count / 2 + 1 else { throw lengthError(spectrum.count, expected: count / 2 + 1) }
        let input = UnsafeMutablePointer<fftw_complex>.allocate(capacity: spectrum.count)
        defer { input.deallocate() }
        for (k, value) in spectrum.enumerated() {
            (input + k).initialize(to: (value.real, value.imaginary))
        }
        var output = [Double](repeating: 0, count: count)
        output.withUnsafeMutableBufferPointer { fftw_execute_dft_c2r(backwardPlan, input, $0.baseAddress) }
        let scale = 1 / Double(count)
        return output.map { $0 * scale }
    }

    private func lengthError(_ length: Int, expected: Int) -> NumericsError {
        .invalid("Fourier transform", "\(length) values where the transform takes \(expected)")
    }
}
