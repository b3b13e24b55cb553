import java.io.File;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Checks PDF files with veraPDF. Each argument is flavours with commas (ua1, 2a, 3a), "=" and a file. For each file and
 * flavour one line "RESULT <tab> file <tab> flavour <tab> checks <tab> failed rules", and one line "FAILED <tab> clause <tab> failures
 * <tab> what is required" for each rule that fails. Ends with 2 when a file cannot be read or a profile is missing.
 *
 * The profiles are read with the JDK's own DOM, because the jar that carries veraPDF leaves out JAXB.
 */
public class UaCheck {
    private static final Map<String, String> PROFILES = Map.of("ua1", "PDFUA-1.xml", "2a", "PDFA-2A.xml", "3a", "PDFA-3A.xml");

    public static void main(String[] args) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, ValidationProfile> profiles = new HashMap<>();
        for (String argument : args) {
            String[] parts = argument.split("=", 2);
            for (String name : parts[0].split(",")) {
                if (!profiles.containsKey(name)) profiles.put(name, profile(name));
                check(new File(parts[1]), profiles.get(name));
            }
        }
        // veraPDF leaves threads behind.
        System.exit(0);
    }

    private static void check(File file, ValidationProfile profile) {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            PDFAValidator validator = ValidatorFactory.createValidator(profile, -1, false);
            ValidationResult result = validator.validate(parser);
            Map<RuleId, Integer> failed = result.getFailedChecks();
            System.out.println(String.join("\t", "RESULT", file.getPath(), flavour.getId(), "" + result.getTotalAssertions(), "" + failed.size()));
            for (Map.Entry<RuleId, Integer> entry : failed.entrySet()) {
                RuleId id = entry.getKey();
                String required = profile.getRuleByRuleId(id).getDescription().replaceAll("\\s+", " ");
                System.out.println(String.join("\t", "FAILED", id.getClause() + "-" + id.getTestNumber(), "" + entry.getValue(), required));
            }
            if (result.isCompliant() != failed.isEmpty()) throw new IllegalStateException("veraPDF's verdict and its failed checks differ");
        } catch (Exception problem) {
            System.err.println(file.getPath() + ": " + problem);
            System.exit(2);
        }
    }

    private static ValidationProfile profile(String name) throws Exception {
        String resource = PROFILES.get(name);
        if (resource == null) throw new IllegalArgumentException("No profile for flavour " + name);
        try (InputStream stream = PDFAFlavour.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + resource)) {
            if (stream == null) throw new IllegalStateException("The jar has no " + resource);
            Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
            PDFAFlavour flavour = PDFAFlavour.valueOf(document.getDocumentElement().getAttribute("flavour"));
            Set<Rule> rules = new HashSet<>();
            for (Element element : elements(document.getDocumentElement(), "rule")) rules.add(rule(element));
            if (rules.size() < 100) throw new IllegalStateException(resource + " has only " + rules.size() + " rules");
            Set<Variable> variables = new HashSet<>();
            for (Element element : elements(document.getDocumentElement(), "variable")) {
                variables.add(Profiles.variableFromValues(element.getAttribute("name"), element.getAttribute("object"), text(element, "defaultValue"), text(element, "value")));
            }
            return Profiles.profileFromValues(flavour, Profiles.profileDetailsFromValues(name, name, "", new Date(0)), "", rules, variables);
        }
    }

    private static Rule rule(Element element) {
        Element id = elements(element, "id").get(0);
        RuleId ruleId = Profiles.ruleIdFromValues(
            PDFAFlavour.Specification.valueOf(id.getAttribute("specification")), id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        List<ErrorArgument> noArguments = List.of();
        List<Reference> noReferences = List.of();
        ErrorDetails error = Profiles.errorFromValues(text(element, "message"), noArguments);
        Boolean deferred = element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(
            ruleId, element.getAttribute("object"), deferred, element.getAttribute("tags"), text(element, "description"), text(element, "test"), error, noReferences);
    }

    private static List<Element> elements(Element parent, String name) {
        NodeList found = parent.getElementsByTagName(name);
        List<Element> list = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) list.add((Element) found.item(i));
        return list;
    }

    private static String text(Element parent, String name) {
        return elements(parent, name).get(0).getTextContent();
    }
}
