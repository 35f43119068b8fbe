import Glibc
import MonitoringMessages

/// NVIDIA's management library, loaded at run time: a machine without it has no such GPU, which is no error.
///
/// Signatures as in NVIDIA's "NVML API Reference". Sendable: all is set once, and NVML may be called from any thread.
final class NVMLLibrary: Sendable {
    /// `nvmlReturn_t`; 0 is success.
    typealias Result = Int32
    /// `nvmlDevice_t`, an opaque pointer.
    typealias Device = UInt
    typealias GetText = @convention(c) (UnsafeMutablePointer<CChar>?, UInt32) -> Result
    typealias GetDevice = @convention(c) (UInt32, UnsafeMutablePointer<Device>?) -> Result
    typealias GetDeviceText = @convention(c) (Device, UnsafeMutablePointer<CChar>?, UInt32) -> Result
    typealias GetNumber = @convention(c) (UnsafeMutablePointer<UInt32>?) -> Result
    typealias GetDeviceNumber = @convention(c) (Device, UnsafeMutablePointer<UInt32>?) -> Result
    typealias GetDeviceSensor = @convention(c) (Device, UInt32, UnsafeMutablePointer<UInt32>?) -> Result
    typealias GetDeviceStructure = @convention(c) (Device, UnsafeMutableRawPointer?) -> Result
    typealias Command = @convention(c) () -> Result

    private let handle: UInt
    private let shutdown: Command?
    private let getCount: GetNumber?
    private let getHandle: GetDevice?
    private let getDriverVersion: GetText?
    private let getName: GetDeviceText?
    private let getMemory: GetDeviceStructure?
    private let getUtilization: GetDeviceStructure?
    private let getTemperature: GetDeviceSensor?
    private let getPower: GetDeviceNumber?
    private let getPowerLimit: GetDeviceNumber?

    /// Loads and starts the library; nil when it is absent or does not start, as without a driver.
    init?(path: String) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else { return nil }
        /// The first of these functions that this version of the library has.
        func function<Function>(_ names: String..., as type: Function.Type) -> Function? {
            names.lazy.compactMap { dlsym(handle, $0) }.first.map { unsafeBitCast($0, to: type) }
        }
        self.handle = UInt(bitPattern: handle)
        shutdown = function("nvmlShutdown", as: Command.self)
        getCount = function("nvmlDeviceGetCount_v2", "nvmlDeviceGetCount", as: GetNumber.self)
        getHandle = function("nvmlDeviceGetHandleByIndex_v2", "nvmlDeviceGetHandleByIndex", as: GetDevice.self)
        getDriverVersion = function("nvmlSystemGetDriverVersion", as: GetText.self)
        getName = function("nvmlDeviceGetName", as: GetDeviceText.self)
        getMemory = function("nvmlDeviceGetMemoryInfo", as: GetDeviceStructure.self)
        getUtilization = function("nvmlDeviceGetUtilizationRates", as: GetDeviceStructure.self)
        getTemperature = function("nvmlDeviceGetTemperature", as: GetDeviceSensor.self)
        getPower = function("nvmlDeviceGetPowerUsage", as: GetDeviceNumber.self)
        getPowerLimit = function(
            "nvmlDeviceGetEnforcedPowerLimit", "nvmlDeviceGetPowerManagementLimit", as: GetDeviceNumber.self)
        guard let start = function("nvmlInit_v2", "nvmlInit", as: Command.self), start() == 0 else {
            dlclose(handle)
            return nil
        }
    }

    deinit {
        _ = shutdown?()
        if let handle = UnsafeMutableRawPointer(bitPattern: handle) { dlclose(handle) }
    }

    /// Version of the driver.
    var driverVersion: String? {
        getDriverVersion.flatMap { get in Self.text { get($0, $1) } }
    }

    /// The devices in the library's order; nil where one cannot be opened.
    var devices: [Device?] {
        var count: UInt32 = 0
        guard let getCount, getCount(&count) == 0 else { return [] }
        return (0..<min(count, UInt32(MessageLimits.gpus))).map { index in
            var device: Device = 0
            return getHandle?(index, &device) == 0 ? device : nil
        }
    }

    /// Name of the model.
    func name(_ device: Device) -> String? {
        getName.flatMap { get in Self.text { get(device, $0, $1) } }
    }

    /// Size, free and used bytes of its memory (`nvmlMemory_t`).
    func memory(_ device: Device) -> (total: UInt64, free: UInt64, used: UInt64)? {
        var memory: (total: UInt64, free: UInt64, used: UInt64) = (0, 0, 0)
        return getMemory?(device, &memory) == 0 ? memory : nil
    }

    /// Percent of time with work, of the cores and of the memory's interface (`nvmlUtilization_t`).
    func utilization(_ device: Device) -> (cores: UInt32, memory: UInt32)? {
        var rates: (cores: UInt32, memory: UInt32) = (0, 0)
        return getUtilization?(device, &rates) == 0 ? rates : nil
    }

    /// Temperature of the chip in °C.
    func temperature(_ device: Device) -> UInt32? {
        var celsius: UInt32 = 0
        // NVML_TEMPERATURE_GPU is 0.
        return getTemperature?(device, 0, &celsius) == 0 ? celsius : nil
    }

    /// Power drawn now in mW.
    func power(_ device: Device) -> UInt32? {
        var milliwatts: UInt32 = 0
        return getPower?(device, &milliwatts) == 0 ? milliwatts : nil
    }

    /// Most power it may draw in mW.
    func powerLimit(_ device: Device) -> UInt32? {
        var milliwatts: UInt32 = 0
        return getPowerLimit?(device, &milliwatts) == 0 ? milliwatts : nil
    }

    private static func text(_ get: (UnsafeMutablePointer<CChar>?, UInt32) -> Result) -> String? {
        // NVML_DEVICE_NAME_V2_BUFFER_SIZE; version strings need 80.
        var buffer = [CChar](repeating: 0, count: 96)
        guard get(&buffer, UInt32(buffer.count)) == 0 else { return nil }
        return String(decoding: buffer.lazy.map(UInt8.init(bitPattern:)).prefix { $0 != 0 }, as: UTF8.self)
    }
}
