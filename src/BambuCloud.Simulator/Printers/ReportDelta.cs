using System.Text.Json.Nodes;

namespace BambuCloud.Simulator;

/// <summary>What changed between two states, as P1 and A1 printers tell it: units and trays by id, other arrays as a whole.</summary>
internal static class ReportDelta
{
    public static JsonObject Between(JsonObject before, JsonObject after)
    {
        JsonObject delta = [];
        foreach ((string name, JsonNode? value) in after)
        {
            JsonNode? old = before[name];
            if (!JsonNode.DeepEquals(old, value))
            {
                delta[name] = (name, old, value) switch
                {
                    ("ams", JsonObject was, JsonObject now) => Between(was, now),
                    ("ams" or "tray", JsonArray was, JsonArray now) => ById(was, now),
                    _ => value?.DeepClone(),
                };
            }
        }
        return delta;
    }

    private static JsonArray ById(JsonArray before, JsonArray after)
    {
        JsonArray delta = [];
        foreach (JsonObject item in after.OfType<JsonObject>())
        {
            JsonObject? old = before.OfType<JsonObject>().FirstOrDefault(known => JsonNode.DeepEquals(known["id"], item["id"]));
            if (!JsonNode.DeepEquals(old, item))
            {
                JsonObject changed = old is null ? (JsonObject)item.DeepClone() : Between(old, item);
                changed["id"] = item["id"]?.DeepClone();
                delta.Add(changed);
            }
        }
        return delta;
    }
}
