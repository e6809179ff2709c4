import java.io.FileInputStream;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Prints one line per PDF: its path, PASS or FAIL, the number of checks; then what failed. */
public class UaCheck {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        PDFAFlavour flavour = PDFAFlavour.PDFUA_1;
        for (String file : files) {
            try (PDFAParser parser =
                    Foundries.defaultInstance().createParser(new FileInputStream(file), flavour)) {
                ValidationResult result =
                        Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
                System.out.println(
                        file + "\t" + (result.isCompliant() ? "PASS" : "FAIL") + "\t"
                                + result.getTotalAssertions());
                TreeMap<String, Integer> failures = new TreeMap<>();
                for (TestAssertion test : result.getTestAssertions()) {
                    if (test.getStatus() == TestAssertion.Status.FAILED) {
                        String rule = test.getRuleId().getClause() + "-"
                                + test.getRuleId().getTestNumber() + " "
                                + test.getMessage().replaceAll("\\s+", " ");
                        failures.merge(rule, 1, Integer::sum);
                    }
                }
                failures.forEach((rule, count) -> System.out.println("\t" + count + " x " + rule));
            }
        }
    }
}
