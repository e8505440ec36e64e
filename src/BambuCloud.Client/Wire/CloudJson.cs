using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace BambuCloud.Client.Wire;

/// <summary>How the service's answers are read. camelCase is what most names are; the others say theirs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(TolerantString), typeof(TolerantInt64), typeof(TolerantDouble), typeof(TolerantBoolean), typeof(TolerantTime),
        typeof(AdditionalFieldConverter),
    ],
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ErrorAnswer))]
[JsonSerializable(typeof(DeviceListAnswer))]
[JsonSerializable(typeof(StartPrintAnswer))]
[JsonSerializable(typeof(TaskListAnswer))]
[JsonSerializable(typeof(HitCount))]
[JsonSerializable(typeof(SingleTaskAnswer))]
[JsonSerializable(typeof(UploadAnswer))]
[JsonSerializable(typeof(NotificationListAnswer))]
[JsonSerializable(typeof(PreferenceAnswer))]
[JsonSerializable(typeof(BindAnswer))]
[JsonSerializable(typeof(DeviceInfoAnswer))]
[JsonSerializable(typeof(DeviceVersionAnswer))]
[JsonSerializable(typeof(FirmwareContract))]
[JsonSerializable(typeof(AmsVersionContract))]
[JsonSerializable(typeof(PrintListAnswer))]
[JsonSerializable(typeof(ProjectListAnswer))]
[JsonSerializable(typeof(ProjectContract))]
[JsonSerializable(typeof(ProjectFileContract))]
[JsonSerializable(typeof(ProjectProfileContract))]
[JsonSerializable(typeof(ProjectContextContract))]
[JsonSerializable(typeof(ProjectPlateContract))]
[JsonSerializable(typeof(OwnTaskAnswer))]
[JsonSerializable(typeof(TaskContract))]
[JsonSerializable(typeof(TaskFilamentContract))]
[JsonSerializable(typeof(TaskNozzleContract))]
[JsonSerializable(typeof(TaskContentText))]
[JsonSerializable(typeof(MessageListAnswer))]
[JsonSerializable(typeof(MessageContract))]
[JsonSerializable(typeof(MessageCountAnswer))]
[JsonSerializable(typeof(ProfileAnswer))]
[JsonSerializable(typeof(CreateTaskAnswer))]
[JsonSerializable(typeof(SignInAnswer))]
[JsonSerializable(typeof(object))]
[JsonSerializable(typeof(JsonObject))]
internal sealed partial class CloudJson : JsonSerializerContext;

/// <summary>How bodies are written: what is not set is left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StartPrintBody))]
[JsonSerializable(typeof(MarkNotificationBody))]
[JsonSerializable(typeof(BindBody))]
[JsonSerializable(typeof(RenameBody))]
[JsonSerializable(typeof(CreateTaskBody))]
[JsonSerializable(typeof(PasswordBody))]
[JsonSerializable(typeof(CodeBody))]
[JsonSerializable(typeof(SendCodeBody))]
[JsonSerializable(typeof(TfaBody))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(List<JsonElement>))]
[JsonSerializable(typeof(Dictionary<string, JsonElement>))]
internal sealed partial class CloudBodyJson : JsonSerializerContext;
